import Registry
import Synchronization

/// The data keys once they are open, for the rest of the process: one conversation with the keyring for one command.
final class KeyCache: Sendable {
  private let opened = Mutex<DataKeys?>(nil)

  /// The opened keys, or what the body opens.
  func keys(_ open: () throws(EngineError) -> DataKeys) throws(EngineError) -> DataKeys {
    if let known = opened.withLock({ $0 }) { return known }
    let keys = try open()
    opened.withLock { $0 = keys }
    return keys
  }

  /// Keys that somebody else has opened.
  func take(_ keys: DataKeys) { opened.withLock { $0 = keys } }
}
