/// The session-based protocol (MCP 2025-11-25, 2025-06-18 and 2025-03-26, Streamable HTTP).
enum LegacyEndpoint {
  static func answer(
    _ call: Call, at resource: MCPResource, _ caller: Caller, in world: inout World
  ) -> Answer {
    switch call.request.method {
    case "POST": post(call, at: resource, caller, in: &world)
    case "DELETE": end(call, at: resource, caller, in: &world)
    // A server may offer no stream of its own (MCP 2025-11-25, Listening for Messages from the Server).
    default: .methodNotAllowed("POST, DELETE")
    }
  }

  private static func post(
    _ call: Call, at resource: MCPResource, _ caller: Caller, in world: inout World
  ) -> Answer {
    guard AcceptHeader.listsBoth(call.request) else { return Answer(status: 406) }
    guard call.isJSON else { return Answer(status: 415) }
    var id: JSON?
    do throws(MCPRefusal) {
      let message: RPCMessage
      do throws(RPCError) { message = try RPCMessage(call.request.body) } catch { throw .rpc(error) }
      id = message.id
      if message.method == "initialize" { return open(message, at: resource, caller, in: &world) }
      guard let session = call.request.header("mcp-session-id") else { return missingSession }
      guard !world.has(.stickySessions) || call.request.header("cookie") == Self.cookie else { return unknownSession }
      guard let found = world.sessions.find(session, at: resource, owner: caller.owner) else { return unknownSession }
      try LegacySession.checkVersion(call.request, found)
      return try LegacySession.answer(message, session, found, caller, in: &world)
    } catch {
      return error.answer(id: id, at: resource, in: world)
    }
  }

  private static func open(
    _ message: RPCMessage, at resource: MCPResource, _ caller: Caller, in world: inout World
  ) -> Answer {
    let requested = message.params["protocolVersion"]?.string
    guard let id = message.id, let requested else {
      return RPCError.invalidParams("protocolVersion is missing").answer(id: message.id)
    }
    // Lifecycle, Version Negotiation: otherwise the latest version the server supports.
    let version = ProtocolVersion.legacy.contains(requested) ? requested : ProtocolVersion.legacy[0]
    let session = world.sessions.open(version: version, at: resource, owner: caller.owner)
    let result: JSON = [
      "protocolVersion": .string(version), "capabilities": ServerIdentity.capabilities,
      "serverInfo": ServerIdentity.info, "instructions": ServerIdentity.instructions,
    ]
    var answer = LegacySession.respond(
      ["jsonrpc": "2.0", "id": id, "result": result], at: resource, session: session)
    if world.has(.stickySessions) { answer.headers.append(("set-cookie", "\(cookie); Path=/; HttpOnly")) }
    return answer
  }

  private static let cookie = "balancer=node1"

  private static func end(
    _ call: Call, at resource: MCPResource, _ caller: Caller, in world: inout World
  ) -> Answer {
    guard let session = call.request.header("mcp-session-id") else { return missingSession }
    guard world.sessions.find(session, at: resource, owner: caller.owner) != nil else { return unknownSession }
    world.sessions.end(session)
    return Answer(status: 200)
  }

  /// As a widely used SDK of that time does: an answer under a fixed id, with a session id that leads nowhere.
  private static var missingSession: Answer {
    RPCError.invalidRequest("Bad Request: Missing session ID").answer(
      id: "server-error", headers: [("mcp-session-id", RandomText.make("session-"))])
  }

  private static var unknownSession: Answer {
    RPCError.invalidRequest("Session not found", status: 404).answer(id: "server-error")
  }
}
