import FoundationEssentials
import HTTP
import MCP
import Registry

// The host's requests: answered here, from what is kept, or by the server.
extension BridgeRun {
  /// How long a server that does not answer is asked again, before the host is told.
  private static let patience = Duration.seconds(10)
  /// The same where there is an older answer to give.
  private static let shortPatience = Duration.seconds(2)
  private static let firstPause = Duration.milliseconds(200)
  private static let longestPause = Duration.seconds(2)

  /// The result as the host wants to see it: the modern era has members that the other does not know (MCP 2026-07-28, Base
  /// Protocol and Caching).
  func result(of request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    let result = try await answered(request)
    guard host.era == .modern, request.method != "initialize" else { return result }
    let isCacheable =
      request.method.hasSuffix("/list") || ["resources/read", EraProbe.discover].contains(request.method)
    return result.adding(
      isCacheable ? ["resultType": "complete", "ttlMs": 0, "cacheScope": "private"] : ["resultType": "complete"])
  }

  private func answered(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    switch request.method {
    case "initialize": return JSONText(try await initialization())
    case EraProbe.discover: return JSONText(try await discovery())
    case "ping": return JSONText([:])
    case "tools/list" where request.params?["cursor"] == nil: return JSONText(try await toolList())
    case "resources/list", "resources/templates/list", "prompts/list": return try await list(request)
    case "tools/call": return try await call(request)
    case "logging/setLevel", "resources/subscribe", "resources/unsubscribe":
      return try await standing(request)
    case "subscriptions/listen": return try await listen(request)
    default: return try await forwardInTurns(request)
    }
  }

  private func forwardInTurns(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    guard try await goesInTurns(request) else { return try await forward(request) }
    return try await inTurns(request) { () async throws(EngineError) in try await self.forward(request) }
  }

  /// A tool call, where the host may make it.
  private func call(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    let tool = request.params?["name"]?.stringValue ?? ""
    if !options.filter.isOpen {
      if options.filter.isReadOnly, tools == nil { _ = try await toolList() }
      guard options.filter.passes(tool, listed: tools?[tool]?.json) else {
        throw .rpc(JSONRPCError(code: JSONRPCError.invalidParams, message: "Unknown tool: \(tool)"), server: name)
      }
    }
    do throws(EngineError) { return try await forwardInTurns(request) } catch .rpc(let error, _)
      where error.code == JSONRPCError.headerMismatch
    {
      // MCP 2026-07-28, Streamable HTTP: the schema has changed, and nothing was done.
      tools = nil
      return try await forward(request)
    }
  }

  /// Sends it on; `isKept` says that there is an older answer to give.
  func forward(_ request: JSONRPCRequest, isKept: Bool = false) async throws(EngineError) -> JSONText {
    try await patiently(request.method, isKept: isKept) { () async throws(EngineError) in
      try await self.forwardOnce(request)
    }
  }

  /// Asks again for a while where the server cannot answer and nothing can have been done.
  func patiently<Value: Sendable>(
    _ method: String, isKept: Bool, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    let end = calling.deadline(after: isKept ? Self.shortPatience : Self.patience)
    var pause = Self.firstPause
    while true {
      do throws(EngineError) { return try await body() } catch {
        guard error.mayPass(isRepeatable: Self.isRepeatable(method)), !end.hasPassed, !Task.isCancelled else {
          throw error
        }
        await dependencies.sleep(pause)
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }

  private func forwardOnce(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    let result = try await spoken { (session, server, account) async throws(ConnectionFailure) in
      let version = await session.version
      if version?.era == .modern || !Self.isRepeatable(request.method) {
        try await self.learnTools(for: request, session, server, account)
      }
      let made = await self.made(of: request, for: version?.era ?? .modern)
      try await session.checkSession(before: made)
      return try await session.request(made)
    }
    listenWhereWorthwhile()
    return result
  }

  /// Runs exchanges in the session with the server, as it is stored by now and with the login as it is by now: one that was
  /// made in another terminal meanwhile is used.
  func spoken<Value: Sendable>(
    _ body: @Sendable (MCPSession, Server, String) async throws(ConnectionFailure) -> Value
  ) async throws(EngineError) -> Value {
    let server = try calling.stored(registry.server(name))
    let account = options.account ?? server.defaultAccount
    let current = try await currentSession(server)
    let value = try await calling.spoken(current, server, account: account) {
      (session) async throws(ConnectionFailure) in
      try await session.introduce()
      return try await body(session, server, account)
    }
    await keepIntroduction(current, server, account)
    calling.workplace.countHandOuts()
    return value
  }

  private func currentSession(_ server: Server) async throws(EngineError) -> MCPSession {
    if let session, session.fits(server, host) { return session.session }
    let before = session
    let made = MCPSession(
      workplace: calling.workplace, server: server.name, endpoint: server.url, address: server.address,
      transport: try calling.exchanges.transport(),
      remembered: server.protocolVersion.map { ProtocolVersion(rawValue: $0) }, peer: peer(), deadline: options.deadline
    )
    await made.recall(knownIntroduction(server, options.account ?? server.defaultAccount))
    session = BridgeSession(session: made, server: server.id, url: server.url.raw, era: host.era)
    if let before { await before.session.close(within: .seconds(1)) }
    return made
  }

  /// What `Mcp-Param` headers are made of, and whether a call may be sent again, stands in the tool's definition.
  private func learnTools(
    for request: JSONRPCRequest, _ session: MCPSession, _ server: Server, _ account: String
  ) async throws(ConnectionFailure) {
    guard request.method == "tools/call", tools == nil else { return }
    if let cached = try? calling.cachedTools(server, account: account) { return know(cached) }
    guard await session.version?.era == .modern else { return }
    know(try await calling.listAll(session, server, account))
  }

  func know(_ catalog: ToolCatalog) {
    tools = Dictionary(catalog.tools.map { ($0.name, $0) }) { first, _ in first }
  }

  private func made(of request: JSONRPCRequest, for era: Era) -> MCPRequest {
    var params = request.params?.objectValue ?? [:]
    var meta = params["_meta"]?.objectValue ?? [:]
    switch (host.era, era) {
    case (.modern, .legacy): meta = meta.filter { !$0.key.hasPrefix("io.modelcontextprotocol/") }
    case (.legacy, .modern):
      if let logLevel { meta["io.modelcontextprotocol/logLevel"] = .string(logLevel) }
    default: break
    }
    params["_meta"] = meta.isEmpty ? nil : .object(meta)
    let tool = request.method == "tools/call" ? params["name"]?.stringValue.flatMap { tools?[$0] } : nil
    return MCPRequest(
      request.method, params: params, headerParameters: tool?.headerParameters ?? [],
      isRepeatable: Self.isRepeatable(request.method),
      isSafe: tool.map { $0.annotations.readOnlyHint || $0.annotations.idempotentHint } ?? false)
  }

  /// Requests that read, and nothing else. What is not known may do anything.
  private static func isRepeatable(_ method: String) -> Bool {
    method.hasSuffix("/list")
      || [
        "resources/read", "prompts/get", "completion/complete", "ping", EraProbe.discover, "logging/setLevel",
        "resources/subscribe", "resources/unsubscribe", "tasks/get", "tasks/result", "subscriptions/listen",
      ].contains(method)
  }
}

extension EngineError {
  /// Whether the same request may find its way a little later, and nothing can have been done by this one.
  fileprivate func mayPass(isRepeatable: Bool) -> Bool {
    switch self {
    case .transport(let error, let step):
      guard step.kind == .mcp else { return false }
      switch error.kind {
      case .unresolved, .unreachable, .closed: return isRepeatable || !error.sent
      default: return false
      }
    case .notMCP(let answer): return isRepeatable && (StatusMeaning(answer.status).isOutage || answer.status == 404)
    default: return false
    }
  }
}
