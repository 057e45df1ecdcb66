/// The registered clients.
struct ClientStore: Sendable {
  private var clients: [String: Client] = [:]

  var count: Int { clients.count }

  /// A client with the same id is replaced.
  mutating func add(_ client: Client) { clients[client.id] = client }

  subscript(_ id: String) -> Client? { clients[id] }

  /// The client that a registration access token belongs to (RFC 7592 §2).
  func client(registrationToken: String) -> Client? {
    clients.values.first { $0.registration?.accessToken == registrationToken }
  }

  mutating func forget(_ id: String) { clients[id] = nil }

  mutating func forgetAll() { clients.removeAll() }
}
