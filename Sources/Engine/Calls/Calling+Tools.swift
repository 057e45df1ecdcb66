import FoundationEssentials
import MCP
import Registry

extension Calling {
  /// The server's tools, fetched now.
  func tools(
    _ name: String, account: String?, deadline: Duration
  ) async throws(EngineError) -> ToolCatalog {
    let server = try stored(registry.server(name))
    return try await fetchTools(server, account: account ?? server.defaultAccount, deadline: deadline)
  }

  /// At least how long a list is used for reading arguments, in seconds. A server that has changed its tools since
  /// refuses what does not fit, and the list is then fetched anew.
  private static let shortestUse = 600.0
  private static let mostPages = 100

  /// From the cache while it may be used, or as old as it is.
  func cachedTools(
    _ server: Server, account: String, evenStale: Bool = false
  ) throws(EngineError) -> ToolCatalog? {
    let cached = try stored(registry.cachedTools(of: server, account: account))
    guard let cached, evenStale || cached.isFresh(at: dependencies.now()),
      let result = try? JSONValue.parse(cached.body)
    else {
      return nil
    }
    let era = ProtocolVersion(rawValue: cached.protocolVersion).era ?? .modern
    return try? catalog(result, era)
  }

  /// Every page, kept for later calls.
  func fetchTools(_ server: Server, account: String, deadline: Duration) async throws(EngineError) -> ToolCatalog {
    try await connected(server, account: account, deadline: deadline) {
      (session) async throws(ConnectionFailure) in
      try await self.listAll(session, server, account)
    }
  }

  func listAll(
    _ session: MCPSession, _ server: Server, _ account: String
  ) async throws(ConnectionFailure) -> ToolCatalog {
    var items: [JSONValue] = []
    var cursors: Set<String> = []
    var cursor: String?
    var lifetime = Self.shortestUse
    for _ in 0..<Self.mostPages {
      let result = try await session.listTools(cursor: cursor)
      items += result["tools"]?.arrayValue ?? []
      lifetime = max(lifetime, Double(CacheHints(result).ttlMilliseconds) / 1000)
      cursor = result["nextCursor"]?.stringValue
      // A cursor that comes back would never end.
      guard let next = cursor, cursors.insert(next).inserted else { break }
    }
    // It is kept in clear.
    let joined = await session.foreign.cleaned(["tools": .array(items)])
    let version = await session.version ?? .v2026_07_28
    let catalog: ToolCatalog
    do throws(MCPError) { catalog = try self.catalog(joined, version.era ?? .modern) } catch {
      throw .final(.mcp(error, server: server.name))
    }
    remember(version, server)
    cache(joined, version, server, account, lifetime)
    return catalog
  }

  /// Keeps the version agreed on, where it is news. What cannot be kept is agreed on again.
  func remember(_ version: ProtocolVersion?, _ server: Server) {
    guard let version, let era = version.era, version.rawValue != server.protocolVersion else {
      return
    }
    try? registry.setEra(era.rawValue, version: version.rawValue, server: server.id)
  }

  private func catalog(_ result: JSONValue, _ era: Era) throws(MCPError) -> ToolCatalog {
    let page = try ToolsPage.parse(result, era: era)
    for dropped in page.dropped { notify(.toolDropped(dropped)) }
    return ToolCatalog(tools: page.tools, result: result)
  }

  /// What cannot be kept is asked for again.
  private func cache(
    _ result: JSONValue, _ version: ProtocolVersion, _ server: Server, _ account: String, _ lifetime: TimeInterval
  ) {
    let now = dependencies.now()
    let tools = CachedTools(
      body: result.text(), protocolVersion: version.rawValue, freshUntil: now.addingTimeInterval(lifetime))
    guard let generation = try? registry.grant(of: server, account: account)?.generation ?? 0 else { return }
    try? registry.cacheTools(tools, of: server, account: account, generation: generation, at: now)
  }
}
