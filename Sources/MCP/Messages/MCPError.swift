/// Why an answer or a request is unusable. Facts only; words for people are made where they are shown.
public enum MCPError: Error, Sendable, Equatable {
  /// Not JSON in UTF-8 (RFC 8259); the offset in bytes is where reading stopped.
  case malformedJSON(offset: Int)
  /// More levels of arrays and objects than are read.
  case nestedTooDeep(limit: Int)
  /// JSON, but no JSON-RPC 2.0 message.
  case notJSONRPC
  /// The answer is to another request.
  case answerMismatch
  /// The stream ended, or nothing came, before the answer did. What the server did is unknown.
  case streamEnded
  /// One event of the stream is longer than this many bytes.
  case eventTooLarge(limit: Int)
  /// The answer is longer than this many bytes.
  case answerTooLarge(limit: Int)
  /// A member that the schema of the result requires is missing or of another type.
  case malformedResult(member: String)
  /// A `resultType` this client did not declare (MCP 2026-07-28, Base Protocol).
  case unknownResultType(String)
  /// The server chose a version this client does not speak.
  case unsupportedVersion(String)
  /// The server refuses a version that it says it speaks.
  case refusesOwnVersion(String)
  /// The server has forgotten the session (MCP 2025-11-25, Session Management).
  case sessionLost
  /// The server asks for input again and again.
  case tooManyRounds(limit: Int)
  /// The argument cannot be mirrored in its header: of another type, or an integer beyond 2^53 - 1.
  case headerValueUnfit(parameter: String)
  /// The session id is not visible ASCII (MCP 2025-11-25, Session Management).
  case malformedSessionID
}
