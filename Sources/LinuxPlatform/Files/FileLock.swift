import CLinux
import Engine
import Glibc
import Synchronization

/// A file locked with flock(2), until it is closed.
final class FileLock: HeldLock {
  private let descriptor: Mutex<Int32?>

  private init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// To be handed on to a worker; nil once it was released.
  var number: Int32? { descriptor.withLock { $0 } }

  /// One attempt; nil while someone else holds the lock. Makes the file, and its folder, where they are missing.
  static func attempt(_ path: String) throws(LockError) -> FileLock? {
    // A device is not even opened.
    if let there = try? FileStatus(path: path), !there.isFile, !there.isLink {
      throw LockError(path: path, reason: ErrorNumber.notRegular.text)
    }
    let file = Descriptor(owning: try open(path))
    guard (try? FileStatus(file))?.isFile == true else {
      throw LockError(path: path, reason: ErrorNumber.notRegular.text)
    }
    let result = clinux_lock_attempt(file.number)
    if result == -EWOULDBLOCK { return nil }
    guard result == 0 else { throw LockError(path: path, reason: ErrorNumber(-result).text) }
    return FileLock(file.release())
  }

  /// Closing releases. There is no LOCK_UN: it would also take the lock from a process that inherited the descriptor.
  func release() {
    descriptor.withLock { descriptor in
      if let number = descriptor.take() { close(number) }
    }
  }

  private static func open(_ path: String) throws(LockError) -> Int32 {
    let opened = clinux_lock_open(path)
    guard opened == -ENOENT else { return try checked(opened, path) }
    do { try PrivateFolder.ensure(FilePaths.folder(of: path)) } catch {
      throw LockError(path: path, reason: error.reason)
    }
    return try checked(clinux_lock_open(path), path)
  }

  private static func checked(_ result: Int32, _ path: String) throws(LockError) -> Int32 {
    guard result >= 0 else { throw LockError(path: path, reason: ErrorNumber(-result).text) }
    return result
  }
}
