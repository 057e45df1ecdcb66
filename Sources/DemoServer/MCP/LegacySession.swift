import LoopbackHTTP

/// Messages within a session of the session-based protocol.
enum LegacySession {
  /// The negotiated version MUST be on every request after `initialize` (MCP 2025-06-18, Protocol Version Header).
  static func checkVersion(_ request: LoopbackRequest, _ session: SessionStore.Session) throws(MCPRefusal) {
    let version = request.header("mcp-protocol-version")
    if version == nil, session.version == ProtocolVersion.withoutHeader { return }
    guard version == session.version else {
      throw .rpc(.invalidRequest("Bad Request: MCP-Protocol-Version must be \(session.version)"))
    }
  }

  static func answer(
    _ message: RPCMessage, _ id: String, _ session: SessionStore.Session, _ caller: Caller, in world: inout World
  ) throws(MCPRefusal) -> Answer {
    guard let method = message.method, let request = message.id else {
      if message.method == "notifications/initialized" { world.sessions.markInitialized(id) }
      return Answer(status: 202)
    }
    if method == "ping" { return respond(["jsonrpc": "2.0", "id": request, "result": [:]], at: session.resource) }
    guard session.initialized else {
      throw .rpc(.invalidRequest("Bad Request: notifications/initialized has not come yet"))
    }
    switch method {
    case "tools/list":
      let page = try ToolList.page(message.params)
      return respond(["jsonrpc": "2.0", "id": request, "result": .object(page)], at: session.resource)
    case "tools/call":
      let outcome = try ToolCall.run(message.params, caller, in: &world)
      return ToolAnswer.make(
        outcome, .object(outcome.members), message, alwaysEvents: session.resource == .classic)
    default:
      return respond(RPCError.methodNotFound(method, status: 200).message(id: request), at: session.resource)
    }
  }

  /// `/classic/mcp` answers every request with events, the others with one JSON object.
  static func respond(_ message: JSON, at resource: MCPResource, session: String? = nil) -> Answer {
    let headers = session.map { [("mcp-session-id", $0)] } ?? []
    return resource == .classic ? EventStream.answer(message, headers: headers) : .json(message, headers: headers)
  }
}
