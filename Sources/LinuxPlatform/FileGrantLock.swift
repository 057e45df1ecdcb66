import CLinux
public import Engine
import Glibc

/// Grant locks as files locked with flock(2).
///
/// A lock belongs to the open file description: two attempts exclude each other within one process too, and the kernel
/// frees it when its holder dies. The files are never removed, because a lock on a removed file excludes nobody, and
/// never read, because what one could say in them goes stale.
public struct FileGrantLock: GrantLock {
  private let folder: String

  /// The folder for the lock files, absolute; it is made when the first lock is taken.
  public init(folder: String) { self.folder = folder }

  public func attempt(_ name: String) throws(LockError) -> (any HeldLock)? {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("\0") else {
      throw LockError(path: folder, reason: "not a file name: \(PlainLine.of(name, limit: 40))")
    }
    return try FileLock.attempt("\(folder)/\(name)")
  }

  /// How often, and how many milliseconds apart, a lock is tried that is held for moments only: 30 seconds in all.
  private static let attempts = 1_500
  private static let pause: UInt32 = 20

  public func wait(_ name: String) throws(LockError) -> any HeldLock {
    Watchdog.cover(.seconds(30))
    for _ in 0..<Self.attempts {
      if let held = try attempt(name) { return held }
      usleep(Self.pause * 1_000)
    }
    throw LockError(path: "\(folder)/\(name)", reason: "held by another process for too long")
  }
}
