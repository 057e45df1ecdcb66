import Synchronization

/// Where servers are, by name, as far as this process knows.
final class ScopeCache: Sendable {
  private let places = Mutex<[String: ServerScope]>([:])

  subscript(_ server: String) -> ServerScope? { places.withLock { $0[server] } }

  func note(_ place: ServerScope, of server: String) { places.withLock { $0[server] = place } }
}
