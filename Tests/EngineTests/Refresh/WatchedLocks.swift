import Engine
import Synchronization

/// Other locks, with a count of the attempts at them.
final class WatchedLocks: GrantLock {
  private let wrapped: any GrantLock
  private let count = Mutex(0)

  init(_ wrapped: any GrantLock) { self.wrapped = wrapped }

  var attempts: Int { count.withLock { $0 } }

  func attempt(_ name: String) throws(LockError) -> (any HeldLock)? {
    count.withLock { $0 += 1 }
    return try wrapped.attempt(name)
  }

  func wait(_ name: String) throws(LockError) -> any HeldLock { try wrapped.wait(name) }
}
