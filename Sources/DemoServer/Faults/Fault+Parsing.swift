extension Fault {
  /// `nil` for a name that is not on the list; a parameter that a fault does not have is ignored.
  init?(name: String, retryAfter: Int? = nil, seconds: Double? = nil, member: String? = nil) {
    guard let found = Fault.all.first(where: { $0.name == name }) else { return nil }
    switch found {
    case .unavailable: self = .unavailable(retryAfter: retryAfter)
    case .unavailableAfter: self = .unavailableAfter(retryAfter: retryAfter)
    case .tooManyRequests: self = .tooManyRequests(retryAfter: retryAfter)
    case .wrongType: self = .wrongType(member: member)
    case .slow(let usual): self = .slow(seconds: Self.realTime(seconds ?? usual))
    case .slowAnswer(let usual): self = .slowAnswer(seconds: Self.realTime(seconds ?? usual))
    case .clockJump(let usual): self = .clockJump(seconds: seconds ?? usual)
    default: self = found
    }
  }

  private static func realTime(_ seconds: Double) -> Double { min(max(seconds, 0), slowest) }
}
