import FoundationEssentials
import MCP
import Registry

// Everything of a server but its tools.
extension Calling {
  private static let mostItems = 100_000

  /// Every page of a list as one object, with the one member that holds the items; none where the server has no such list.
  func list(
    _ name: String, account: String?, _ list: ServerList, deadline: Duration
  ) async throws(EngineError) -> JSONValue {
    let server = try stored(registry.server(name))
    return try await connected(server, account: account ?? server.defaultAccount, deadline: deadline) {
      (session) async throws(ConnectionFailure) in
      var items: [JSONValue] = [], cursors: Set<String> = [], cursor: String?
      repeat {
        let page: JSONValue
        do throws(ConnectionFailure) {
          page = try await session.request(.list(list.method, cursor: cursor)).value
        } catch {
          guard case .final(.rpc(let refusal, _)) = error, refusal.code == JSONRPCError.methodNotFound else {
            throw error
          }
          break
        }
        guard let found = page[list.member]?.arrayValue else {
          throw .final(.mcp(.malformedResult(member: list.member), server: server.name))
        }
        items += found
        cursor = page["nextCursor"]?.stringValue
        // A cursor that comes back would never end.
        if let next = cursor, !cursors.insert(next).inserted { cursor = nil }
      } while cursor != nil && items.count < Self.mostItems
      self.remember(await session.version, server)
      return [list.member: .array(items)]
    }
  }

  /// The result of one request that reads and nothing else, as the server gave it.
  func ask(
    _ name: String, account: String?, _ request: MCPRequest, deadline: Duration
  ) async throws(EngineError) -> JSONText {
    let server = try stored(registry.server(name))
    let result = try await connected(server, account: account ?? server.defaultAccount, deadline: deadline) {
      (session) async throws(ConnectionFailure) in try await session.request(request)
    }
    guard let input = InputRequired(result) else { return result }
    throw .inputRequired(
      tool: request.params["name"]?.stringValue ?? request.params["uri"]?.stringValue ?? request.method, server: name,
      methods: input.methods, visits: input.visits)
  }

  /// Asks for a sign of life: `ping` in the session era, `server/discover` in the other, which has none.
  func ping(_ name: String, account: String?, deadline: Duration) async throws(EngineError) -> Pong {
    let server = try stored(registry.server(name))
    let begun = dependencies.monotonic()
    let version = try await connected(server, account: account ?? server.defaultAccount, deadline: deadline) {
      (session) async throws(ConnectionFailure) in
      try await session.introduce()
      let version = await session.version
      if version?.era == .legacy { _ = try await session.request(MCPRequest("ping")) }
      return version
    }
    remember(version, server)
    return Pong(version: version, duration: dependencies.monotonic() - begun)
  }
}
