public import MCP

/// A server's sign of life.
public struct Pong: Sendable {
  /// The version that it speaks.
  public let version: ProtocolVersion?
  /// From our first byte to its last, with handshakes and whatever a token took.
  public let duration: Duration

  public init(version: ProtocolVersion?, duration: Duration) {
    self.version = version
    self.duration = duration
  }
}
