public import HTTP

/// What came back to one request.
public struct Answer: Sendable, Equatable {
  /// Status and headers.
  public let head: HTTPResponseHead
  /// What it says.
  public let outcome: Outcome
  /// The session that the request was sent in, where the server has forgotten it; set by whoever knows the request.
  public var lostSession: SessionID?

  /// What the answer says.
  public enum Outcome: Sendable, Equatable {
    case result(JSONValue)
    /// The same where the receiver was told to leave it unread: it may be large.
    case unread(JSONText)
    /// With any status; 200 and 4xx are both in use.
    case rpcError(JSONRPCError)
    /// 202 or another success that needs no body.
    case accepted
    /// 401.
    case unauthorized(challenges: [AuthenticationChallenge])
    /// 403.
    case forbidden(challenges: [AuthenticationChallenge])
    /// Anything that is no MCP message; the excerpt is the server's text, untrusted, at most 2048 bytes of it.
    case httpFailure(status: Int, mediaType: String?, excerpt: String)
  }

  /// Makes an answer.
  public init(head: HTTPResponseHead, outcome: Outcome) {
    self.head = head
    self.outcome = outcome
  }

  /// The session that a legacy server opened with its answer to `initialize`; nil where there is none.
  ///
  /// Throws `malformedSessionID`.
  public func sessionID() throws(MCPError) -> SessionID? {
    guard let text = head.headers["Mcp-Session-Id"] else { return nil }
    guard let id = SessionID(text) else { throw .malformedSessionID }
    return id
  }
}
