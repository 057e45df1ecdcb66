import MCP

/// Who is told of what comes along with the answer to one request, while it arrives.
struct SentAlong: Sendable {
  var onProgress: (@Sendable (Progress) -> Void)?
  var onMessage: (@Sendable (JSONRPCMessage) -> Void)?
  var onEvent: (@Sendable (StreamPlace) -> Void)?
}
