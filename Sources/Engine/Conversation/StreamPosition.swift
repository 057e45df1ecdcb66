import MCP
import Synchronization

/// How far the stream of one answer has been read, for whoever goes on with it when it breaks.
final class StreamPosition: Sendable {
  private let place = Mutex<StreamPlace?>(nil)

  var current: StreamPlace? { place.withLock { $0 } }

  func reach(_ new: StreamPlace) { place.withLock { $0 = new } }
}
