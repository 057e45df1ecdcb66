/// The registered clients.
struct ClientStore: Sendable {
  private struct Key: Hashable, Sendable {
    let realm: Realm
    let id: String
  }

  private var clients: [Key: Client] = [:]

  var count: Int { clients.count }

  /// A client with the same id at the same realm is replaced.
  mutating func add(_ client: Client) { clients[Key(realm: client.realm, id: client.id)] = client }

  subscript(_ id: String, _ realm: Realm) -> Client? { clients[Key(realm: realm, id: id)] }

  /// The client that a registration access token belongs to (RFC 7592 §2).
  func client(registrationToken: String) -> Client? {
    clients.values.first { $0.registration?.accessToken == registrationToken }
  }

  /// The client that a program on the platform is.
  func client(workload: String, _ realm: Realm) -> Client? {
    clients.values.first { $0.workload == workload && $0.realm == realm }
  }

  mutating func forget(_ id: String, _ realm: Realm) { clients[Key(realm: realm, id: id)] = nil }

  mutating func forgetAll() { clients.removeAll() }
}
