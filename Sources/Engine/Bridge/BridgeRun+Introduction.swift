import FoundationEssentials
import MCP
import Registry

// What the host is told of the server when it begins: from what is kept, without a person, a key or the network.
extension BridgeRun {
  /// Under which name the server's introduction is kept, whichever era it is of.
  private static let keptAs = "initialize"
  /// Hosts give up on a server after five seconds or more.
  private static let hostPatience = Duration.seconds(4)
  /// Seconds for which an introduction is believed; it is asked for again with the first request after them.
  private static let lifetime = 3600.0

  /// The answer to a legacy host's `initialize` (MCP 2025-11-25, Lifecycle).
  func initialization() async throws(EngineError) -> JSONValue {
    let known = try await introduction()
    var result: [String: JSONValue] = [
      "protocolVersion": .string(host.agreedLegacyVersion.rawValue),
      "capabilities": known?.result["capabilities"] ?? Self.anything,
      "serverInfo": serverInfo(known),
    ]
    result["instructions"] = known?.result["instructions"]
    return .object(result)
  }

  /// The answer to a modern host's `server/discover`. A server of the session era has none, and the host asks it with
  /// `initialize`, which is how the two understand each other best.
  func discovery() async throws(EngineError) -> JSONValue {
    guard let known = try await introduction(), known.version.era == .modern, var result = known.result.objectValue
    else { throw .rpc(JSONRPCError(code: JSONRPCError.methodNotFound, message: "Method not found"), server: name) }
    result["supportedVersions"] = .array(ProtocolVersion.modern.map { .string($0.rawValue) })
    return .object(result)
  }

  /// What a server that could not be asked may have.
  private static let anything: JSONValue = [
    "tools": ["listChanged": true], "resources": ["listChanged": true], "prompts": ["listChanged": true],
  ]

  private func serverInfo(_ known: ServerIntroduction?) -> JSONValue {
    let told = known?.result["serverInfo"] ?? known?.result["_meta"]?["io.modelcontextprotocol/serverInfo"]
    if let told, told["name"]?.stringValue != nil { return told }
    return ["name": .string(name), "version": .string(calling.workplace.version)]
  }

  /// What is kept of it, or what the server says now; nil where it does not say in time, or not to us as we are: the host's
  /// first request will tell why.
  private func introduction() async throws(EngineError) -> ServerIntroduction? {
    let server = try calling.stored(registry.server(name))
    let account = options.account ?? server.defaultAccount
    if let stored = try kept(server, account) { return stored.introduction }
    let asking = Task.detached(executorPreference: executor) { () async -> ServerIntroduction? in
      try? await self.spoken { (session, _, _) async throws(ConnectionFailure) in await session.introduction }
    }
    let limit = Task.detached(executorPreference: executor) {
      await self.dependencies.sleep(Self.hostPatience)
      asking.cancel()
    }
    defer { limit.cancel() }
    return await asking.value
  }

  private func kept(
    _ server: Server, _ account: String
  ) throws(EngineError) -> (introduction: ServerIntroduction, isFresh: Bool)? {
    let stored = try calling.stored(registry.cachedTools(of: server, account: account, method: Self.keptAs))
    guard let stored, let result = try? JSONValue.parse(stored.body) else { return nil }
    let introduction = ServerIntroduction(version: ProtocolVersion(rawValue: stored.protocolVersion), result: result)
    return (introduction, stored.isFresh(at: dependencies.now()))
  }

  /// A new session need not ask what was said a while ago.
  func knownIntroduction(_ server: Server, _ account: String) -> ServerIntroduction? {
    guard let stored = try? kept(server, account), stored.isFresh else { return nil }
    return stored.introduction
  }

  /// Keeps what a server has said of itself, where it is news or was kept for long. What cannot be kept is asked for again.
  func keepIntroduction(_ session: MCPSession, _ server: Server, _ account: String) async {
    guard let introduction = await session.introduction, introduction != kept else { return }
    kept = introduction
    calling.remember(await session.version, server)
    guard knownIntroduction(server, account) != introduction else { return }
    let now = dependencies.now()
    let cached = CachedTools(
      body: introduction.result.text(), protocolVersion: introduction.version.rawValue,
      freshUntil: now.addingTimeInterval(Self.lifetime))
    guard let generation = try? registry.grant(of: server, account: account)?.generation ?? 0 else { return }
    try? registry.cacheTools(
      cached, of: server, account: account, method: Self.keptAs, generation: generation, at: now)
  }
}
