import FoundationEssentials
import MCP
import Registry

// Lists: from what is kept while that is fresh, and while the server is away.
extension BridgeRun {
  /// Every page of the server's tools as one, without those that are kept from the host.
  func toolList() async throws(EngineError) -> JSONValue {
    let server = try calling.stored(registry.server(name))
    let account = options.account ?? server.defaultAccount
    if let cached = try calling.cachedTools(server, account: account) { return shown(cached) }
    let stale = try calling.cachedTools(server, account: account, evenStale: true)
    do throws(EngineError) {
      let catalog = try await patiently("tools/list", isKept: stale != nil) { () async throws(EngineError) in
        try await self.spoken { (session, server, account) async throws(ConnectionFailure) in
          try await self.calling.listAll(session, server, account)
        }
      }
      listenWhereWorthwhile()
      return shown(catalog)
    } catch {
      guard let stale else { throw error }
      return shown(stale)
    }
  }

  private func shown(_ catalog: ToolCatalog) -> JSONValue {
    know(catalog)
    let all = catalog.result["tools"]?.arrayValue ?? []
    let usable = Set(catalog.tools.map(\.name))
    let passed = all.filter { json in
      guard let tool = json["name"]?.stringValue else { return false }
      return usable.contains(tool) && options.filter.passes(tool, listed: json)
    }
    return ["tools": .array(passed)]
  }

  /// A list other than of tools: passed on, and the first page kept for when the server is away.
  func list(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    guard request.params?["cursor"] == nil else { return try await forward(request) }
    let server = try calling.stored(registry.server(name))
    let account = options.account ?? server.defaultAccount
    let stored = try calling.stored(registry.cachedTools(of: server, account: account, method: request.method))
    if let stored, stored.isFresh(at: dependencies.now()), let result = try? JSONText(Array(stored.body.utf8)) {
      return result
    }
    do throws(EngineError) {
      let result = try await forward(request, isKept: stored != nil)
      keep(result, request.method, server, account)
      return result
    } catch {
      guard case .rpc = error else {
        guard let stored, let result = try? JSONText(Array(stored.body.utf8)) else { throw error }
        return result
      }
      throw error
    }
  }

  /// More of one list than this is not kept.
  private static let mostKept = 4 << 20

  private func keep(_ result: JSONText, _ method: String, _ server: Server, _ account: String) {
    let value = result.value, now = dependencies.now()
    let cached = CachedTools(
      body: value.text(), protocolVersion: server.protocolVersion ?? "",
      freshUntil: now.addingTimeInterval(Double(CacheHints(value).ttlMilliseconds) / 1000))
    guard cached.body.utf8.count <= Self.mostKept, value.objectValue != nil,
      let generation = try? registry.grant(of: server, account: account)?.generation ?? 0
    else { return }
    try? registry.cacheTools(cached, of: server, account: account, method: method, generation: generation, at: now)
  }
}
