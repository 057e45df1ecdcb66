import CLinux
public import Engine
import Glibc

/// Grant locks as files locked with flock(2), and where the registry's own file is given as a byte of that too: files in a
/// folder can be removed, and a registry that is reached by two paths has two folders.
///
/// A lock belongs to the open file description: two attempts exclude each other within one process too, and the kernel
/// frees it when its holder dies. The files are never removed, because a lock on a removed file excludes nobody, and
/// never read, because what one could say in them goes stale.
public struct FileGrantLock: GrantLock {
  private let folder: String
  private let registry: RegistryInode?

  /// The folder for the lock files, absolute; it is made when the first lock is taken.
  public init(folder: String, registry: RegistryInode? = nil) {
    self.folder = folder
    self.registry = registry
  }

  public func attempt(_ name: String) throws(LockError) -> (any HeldLock)? {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("\0") else {
      throw LockError(path: folder, reason: "not a file name: \(PlainLine.of(name, limit: 40))")
    }
    guard let file = try FileLock.attempt("\(folder)/\(name)") else { return nil }
    guard let registry else { return GrantHold(file, nil) }
    guard let byte = try registry.attempt(name) else { return nil }
    return GrantHold(file, byte)
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
