import MCP

/// Who is on our side of a session: what it is called, what it can do, and what it makes of what the server says of its own
/// accord.
struct SessionPeer: Sendable {
  let client: ClientInfo
  /// What it has declared, and the server is told; nothing else.
  let capabilities: [String: JSONValue]
  /// Told of each notification in the order in which they come, on any thread, before the answer that they precede. Whoever
  /// takes long makes the server wait.
  var heard: (@Sendable (JSONRPCNotification) -> Void)?
  /// Answers a request of the server's, in whichever era it asks. Nil refuses all but `ping`.
  var asked: (@Sendable (JSONRPCRequest) async -> JSONRPCReply)?
  /// Whether it answers the questions in a modern server's results, too; else they are passed on.
  var answersRounds = true

  /// A command that wants its answer and nothing else.
  static func command(version: String) -> SessionPeer {
    SessionPeer(client: ClientInfo(name: "mcpcred", version: version), capabilities: [:])
  }

  /// `ping` is answered at once, whatever else is going on (MCP 2025-11-25, Ping).
  func reply(to request: JSONRPCRequest) async -> JSONRPCReply {
    if request.method == "ping" { return .result([:]) }
    guard let asked else { return .methodNotFound }
    return await asked(request)
  }
}
