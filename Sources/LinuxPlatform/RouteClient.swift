import AsyncHTTPClient
import HTTP
import Synchronization

/// The HTTP client of one route, and from where its host answers.
final class RouteClient: Sendable {
  let client: HTTPClient
  private let peer: Peer

  /// Filled in by the connections as they come up.
  final class Peer: Sendable {
    private let seen = Mutex<AddressScope?>(nil)

    /// A host with several addresses is as far away as the farthest.
    func note(_ scope: AddressScope) { seen.withLock { $0 = min($0 ?? scope, scope) } }

    var scope: AddressScope? { seen.withLock { $0 } }
  }

  init(_ client: HTTPClient, peer: Peer) {
    self.client = client
    self.peer = peer
  }

  /// Nil behind a proxy, and before the first connection.
  var peerScope: AddressScope? { peer.scope }
}
