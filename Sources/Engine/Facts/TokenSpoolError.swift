/// A spool file could not be made, written or read.
public struct TokenSpoolError: Error, Sendable, Equatable {
  public let path: String
  /// The system's text.
  public let reason: String
  /// Whether there is no space left.
  public let isFull: Bool

  public init(path: String, reason: String, isFull: Bool) {
    self.path = path
    self.reason = reason
    self.isFull = isFull
  }
}
