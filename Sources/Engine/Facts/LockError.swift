/// The lock file could not be made or opened; the text is the system's.
public struct LockError: Error, Sendable, Equatable {
  public let path: String
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
