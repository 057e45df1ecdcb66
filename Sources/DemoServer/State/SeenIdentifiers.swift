/// Identifiers that are good for one use while they last, such as a token's `jti` (RFC 7519 §4.1.7).
struct SeenIdentifiers: Sendable {
  private var seen: [String: Double] = [:]

  /// `false`: it was used before.
  mutating func use(_ identifier: String, until end: Double, now: Double) -> Bool {
    seen = seen.filter { now < $0.value }
    return seen.updateValue(end, forKey: identifier) == nil
  }
}
