public import MCP

/// How a bridge is to work.
public struct BridgeOptions: Sendable {
  /// Whose login; nil for the server's default, as it is at each request.
  public let account: String?
  public let filter: ToolFilter
  /// How long a request of the host's may take, its answer included.
  public let deadline: Duration
  /// How an error is told to the host: code, words, and what to type.
  public let words: @Sendable (EngineError) -> JSONRPCError

  public init(
    account: String?, filter: ToolFilter = ToolFilter(), deadline: Duration,
    words: @escaping @Sendable (EngineError) -> JSONRPCError
  ) {
    self.account = account
    self.filter = filter
    self.deadline = deadline
    self.words = words
  }
}
