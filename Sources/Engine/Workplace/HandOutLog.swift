import Registry
import Synchronization

/// The access tokens that this process has opened for someone, each once, until they are counted.
final class HandOutLog: Sendable {
  private let pending = Mutex<[HandOut]>([])

  func note(_ handOut: HandOut) {
    pending.withLock { if !$0.contains(handOut) { $0.append(handOut) } }
  }

  /// Everything noted since the last time.
  func take() -> [HandOut] {
    pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
  }
}
