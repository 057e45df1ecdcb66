/// Authorization requests that clients have pushed (RFC 9126): short-lived, bound to their client, good for one use.
struct PushedRequestStore: Sendable {
  private struct Pushed: Sendable {
    let clientID: String
    let realm: Realm
    let parameters: FormFields
    let expiresAt: Double
  }

  /// RFC 9126 §2.2 suggests 5 to 600 seconds.
  static let lifetime: Double = 90

  private var requests: [String: Pushed] = [:]

  mutating func add(_ parameters: FormFields, of client: Client, now: Double) -> String {
    let uri = RandomText.make("urn:ietf:params:oauth:request_uri:")
    requests[uri] = Pushed(
      clientID: client.id, realm: client.realm, parameters: parameters, expiresAt: now + Self.lifetime)
    return uri
  }

  /// `nil` for one that is unknown, expired, used before or another client's; the last stays good for its owner.
  mutating func take(_ uri: String, of clientID: String, at realm: Realm, now: Double) -> FormFields? {
    guard let found = requests[uri], found.clientID == clientID, found.realm == realm else { return nil }
    requests[uri] = nil
    return now < found.expiresAt ? found.parameters : nil
  }
}
