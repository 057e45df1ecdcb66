public import MCP

/// The way to a host: what it says, line by line, and what it is told.
public struct HostPort: Sendable {
  /// The next line; nil when the host is gone.
  public let next: @Sendable () async -> [UInt8]?
  /// Sends a message; it may wait until the host reads. Called from any thread, one message at a time.
  public let send: @Sendable (BridgeMessage) -> Void

  public init(next: @escaping @Sendable () async -> [UInt8]?, send: @escaping @Sendable (BridgeMessage) -> Void) {
    self.next = next
    self.send = send
  }
}
