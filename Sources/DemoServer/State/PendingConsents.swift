/// Consent pages that were shown and not answered yet.
struct PendingConsents: Sendable {
  private struct Pending: Sendable {
    let request: AuthorizationRequest
    let expiresAt: Double
  }

  static let lifetime: Double = 600

  private var pending: [String: Pending] = [:]

  /// The ticket is unguessable, so no other site can post an answer in the person's name.
  mutating func add(_ request: AuthorizationRequest, now: Double) -> String {
    let ticket = RandomText.make("ask_")
    pending[ticket] = Pending(request: request, expiresAt: now + Self.lifetime)
    return ticket
  }

  /// A ticket is good for one answer.
  mutating func take(_ ticket: String, now: Double) -> AuthorizationRequest? {
    guard let found = pending.removeValue(forKey: ticket), now < found.expiresAt else { return nil }
    return found.request
  }
}
