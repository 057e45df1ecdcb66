/// The kernel's lock on one grant's tokens, between processes and within one.
public protocol GrantLock: Sendable {
  /// One attempt that does not wait; nil while someone else holds it. The name is a file name, without separators.
  func attempt(_ name: String) throws(LockError) -> (any HeldLock)?

  /// Waits until it is free, half a minute at most. For what takes moments only: making the first key.
  func wait(_ name: String) throws(LockError) -> any HeldLock
}

/// A lock held until `release()`, or until the last reference or the process goes away.
public protocol HeldLock: AnyObject, Sendable {
  func release()
}
