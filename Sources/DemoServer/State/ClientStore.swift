/// The registered clients.
struct ClientStore: Sendable {
  private var clients: [String: Client] = [:]

  var count: Int { clients.count }

  /// A client with the same id is replaced.
  mutating func add(_ client: Client) { clients[client.id] = client }

  subscript(_ id: String) -> Client? { clients[id] }

  mutating func forgetAll() { clients.removeAll() }
}
