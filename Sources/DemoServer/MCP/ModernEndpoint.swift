/// The stateless protocol (MCP 2026-07-28, Streamable HTTP).
enum ModernEndpoint {
  /// How long a list may be cached, in milliseconds.
  static let timeToLive = 60_000

  static func answer(
    _ call: Call, at resource: MCPResource, _ caller: Caller, in world: inout World
  ) -> Answer {
    guard call.request.method == "POST" else { return .methodNotAllowed("POST") }
    guard AcceptHeader.listsBoth(call.request) else { return Answer(status: 406) }
    guard call.isJSON else { return Answer(status: 415) }
    var id: JSON?
    do throws(MCPRefusal) {
      let message = try message(call)
      id = message.id
      guard let method = message.method else { throw .rpc(.invalidRequest("a client must not send responses")) }
      guard id != nil else { return Answer(status: 202) }
      try check(call, message, method, era: world.era)
      return try result(method, message, caller, in: &world)
    } catch {
      return error.answer(id: id, at: resource, in: world)
    }
  }

  private static func message(_ call: Call) throws(MCPRefusal) -> RPCMessage {
    do throws(RPCError) { return try RPCMessage(call.request.body) } catch { throw .rpc(error) }
  }

  private static func check(
    _ call: Call, _ message: RPCMessage, _ method: String, era: DemoEra
  ) throws(MCPRefusal) {
    do throws(RPCError) {
      // A client of the older protocol can show nothing but this error (MCP 2026-07-28, Versioning).
      if method == "initialize", message.meta[ModernHeaders.versionKey] == nil {
        let requested = message.params["protocolVersion"] ?? .null
        throw .unsupportedVersion(requested, supported: ProtocolVersion.supported(era))
      }
      try ModernHeaders.check(call.request, message, method, era: era)
    } catch { throw .rpc(error) }
  }

  private static func result(
    _ method: String, _ message: RPCMessage, _ caller: Caller, in world: inout World
  ) throws(MCPRefusal) -> Answer {
    switch method {
    case "server/discover": return answer(message, discovery(world.era))
    case "tools/list":
      var page = try ToolList.page(message.params)
      page["ttlMs"] = .integer(timeToLive)
      page["cacheScope"] = "public"
      return answer(message, page)
    case "tools/call":
      let outcome = try ToolCall.run(message.params, caller, in: &world)
      var members = outcome.members
      members["resultType"] = "complete"
      return ToolAnswer.make(outcome, .object(members), message, alwaysEvents: false)
    default: throw .rpc(.methodNotFound(method, status: 404))
    }
  }

  private static func answer(_ message: RPCMessage, _ result: [String: JSON]) -> Answer {
    var result = result
    result["resultType"] = "complete"
    return .json(["jsonrpc": "2.0", "id": message.id ?? .null, "result": .object(result)])
  }

  private static func discovery(_ era: DemoEra) -> [String: JSON] {
    [
      "supportedVersions": .strings(ProtocolVersion.supported(era)), "capabilities": ServerIdentity.capabilities,
      "instructions": ServerIdentity.instructions, "ttlMs": .integer(timeToLive), "cacheScope": "public",
      "_meta": ["io.modelcontextprotocol/serverInfo": ServerIdentity.info],
    ]
  }
}
