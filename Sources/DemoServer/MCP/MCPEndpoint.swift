/// An MCP endpoint: lets the caller in and finds out which protocol era the request belongs to.
enum MCPEndpoint {
  static func answer(_ call: Call, at resource: MCPResource, in world: inout World) -> Answer {
    guard OriginCheck.allows(call.request) else { return Answer(status: 403) }
    if world.has(.endpointRedirected), !call.request.target.hasSuffix("/") {
      return .redirect(resource.path + "/", status: 307)
    }
    var caller: Caller
    do throws(BearerRefusal) {
      caller = try OpenRequests.includes(call, world) ? .anyone : BearerCheck.caller(call, at: resource, in: &world)
    } catch {
      return error.answer(at: resource, in: world)
    }
    guard !world.has(.forbiddenWithoutReason) || caller.clientID == nil else { return Answer(status: 403) }
    // Who opened the session without a token may go on in it with one.
    caller.sharesSessions = world.has(.openInitialize) || world.has(.openToolsList)
    var answer =
      switch era(of: call, at: resource, world.era) {
      case .modern: ModernEndpoint.answer(call, at: resource, caller, in: &world)
      case .legacy, .both: LegacyEndpoint.answer(call, at: resource, caller, in: &world)
      }
    if world.has(.eventsUnended) { answer = EventStream.unended(answer) }
    answer.headers += world.nextNonce(for: .resourceServer)
    return answer
  }

  /// A dual-era server goes by how the client opens (MCP 2026-07-28, Versioning).
  private static func era(of call: Call, at resource: MCPResource, _ spoken: DemoEra) -> DemoEra {
    if resource == .classic { return .legacy }
    guard spoken == .both else { return spoken }
    guard call.request.method == "POST", call.request.header("mcp-session-id") == nil else { return .legacy }
    let message = JSON.parse(call.request.body)
    if message?["params"]?["_meta"]?[ModernHeaders.versionKey] != nil { return .modern }
    if message?["method"] == "initialize" { return .legacy }
    let version = call.request.header("mcp-protocol-version")
    return version.map(ProtocolVersion.legacy.contains) == true ? .legacy : .modern
  }
}
