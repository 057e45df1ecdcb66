import Synchronization

/// Where servers are, by name, as far as this process knows.
final class PlaceCache: Sendable {
  private let places = Mutex<[String: ServerPlace]>([:])

  subscript(_ server: String) -> ServerPlace? { places.withLock { $0[server] } }

  func note(_ place: ServerPlace, of server: String) { places.withLock { $0[server] = place } }
}
