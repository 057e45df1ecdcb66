import MCP

/// What a server says of itself when a conversation begins, in whichever era: its answer to `initialize` or to
/// `server/discover`.
struct ServerIntroduction: Sendable, Equatable {
  let version: ProtocolVersion
  /// The result as it came.
  let result: JSONValue
}
