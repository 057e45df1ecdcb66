import Engine

/// A grant's lock, both halves of it: the lock file, which a worker inherits, and the byte of the registry's own file, which
/// it takes for itself.
final class GrantHold: HeldLock {
  private let file: FileLock
  private let byte: (any HeldLock)?

  init(_ file: FileLock, _ byte: (any HeldLock)?) {
    self.file = file
    self.byte = byte
  }

  /// The lock file's descriptor, to be handed on; nil once it was released.
  var number: Int32? { file.number }

  /// Leaves the byte to the worker.
  func releaseByte() { byte?.release() }

  func release() {
    byte?.release()
    file.release()
  }
}
