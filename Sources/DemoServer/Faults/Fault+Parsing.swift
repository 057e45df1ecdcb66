extension Fault {
  /// `nil` for a name that is not on the list.
  init?(name: String, retryAfter: Int? = nil, seconds: Double? = nil) {
    guard let found = Fault.all.first(where: { $0.name == name }) else { return nil }
    switch found {
    case .unavailable: self = .unavailable(retryAfter: retryAfter)
    case .tooManyRequests: self = .tooManyRequests(retryAfter: retryAfter)
    case .slow(let usual): self = .slow(seconds: min(max(seconds ?? usual, 0), Fault.slowest))
    default: self = found
    }
  }
}
