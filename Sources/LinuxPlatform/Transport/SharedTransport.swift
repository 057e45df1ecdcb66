import Engine
import Synchronization

/// Makes the transport when it is first asked for, and then hands out the same one.
final class SharedTransport: Sendable {
  private let settings: TransportSettings
  private let made = Mutex<SocketTransport?>(nil)

  init(_ settings: TransportSettings) { self.settings = settings }

  func transport() throws(TransportSetupError) -> SocketTransport {
    try made.withLock { made throws(TransportSetupError) in
      if let made { return made }
      let transport = try SocketTransport(settings)
      made = transport
      return transport
    }
  }
}
