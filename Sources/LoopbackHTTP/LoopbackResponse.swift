/// What a handler answers.
public struct LoopbackResponse: Sendable {
  /// The body, and how the answer ends.
  public enum Body: Sendable {
    /// These bytes, with their length declared.
    case bytes([UInt8])
    /// Chunked; each write is flushed, and the answer ends when the closure returns.
    case stream(@Sendable (LoopbackStream) async -> Void)
    /// No answer at all: the connection is closed.
    case drop
    /// These bytes under a larger declared length, then the connection is closed.
    case truncated([UInt8], declaredLength: Int)
    /// These bytes in place of a whole answer, then the connection is closed; status and headers are not sent.
    case raw([UInt8])
  }

  /// The status code, 200 to 599.
  public let status: Int
  /// Header lines; the length and the connection's fate are added by the server.
  public let headers: [(String, String)]
  /// The body.
  public let body: Body

  public init(status: Int, headers: [(String, String)] = [], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
