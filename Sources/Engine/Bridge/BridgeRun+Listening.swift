import FoundationEssentials
import MCP
import Registry

// Streams that bring what the server says without being asked.
extension BridgeRun {
  /// For how long one stream is listened to. A silent one may be dead: proxies cut what is idle for five minutes.
  private static let turn = Duration.seconds(300)
  private static let firstPause = Duration.seconds(1)
  private static let longestPause = Duration.seconds(60)
  /// A stream that lasted so long was a good one.
  private static let goodLife = Duration.seconds(60)

  /// Begins to listen once the server has answered something, so that a bridge that nobody uses wakes nobody.
  func listenWhereWorthwhile() {
    guard listening == nil, host.era == .legacy else { return }
    listening = Task.detached(executorPreference: executor) { await self.keepListening() }
  }

  /// The stream is optional: that there is none, or that it fails, never ends a session.
  private func keepListening() async {
    let position = StreamPosition()
    var pause = Self.firstPause
    while !Task.isCancelled {
      let begun = dependencies.monotonic()
      do throws(EngineError) {
        let isOffered = try await spoken { (session, _, _) async throws(ConnectionFailure) in
          try await self.listenOnce(session, position)
        }
        guard isOffered else { return }
      } catch {
        if case .rpc = error { return }
        if case .mcp(.streamEnded, _) = error {} else if !Self.isOfWire(error) { return }
      }
      pause = dependencies.monotonic() - begun > Self.goodLife ? Self.firstPause : min(pause * 2, Self.longestPause)
      await dependencies.sleep(pause)
    }
  }

  private static func isOfWire(_ error: EngineError) -> Bool {
    switch error {
    case .transport, .notMCP: true
    default: false
    }
  }

  private func listenOnce(_ session: MCPSession, _ position: StreamPosition) async throws(ConnectionFailure) -> Bool {
    guard await session.version?.era == .modern else { return try await session.listen(for: Self.turn, position) }
    let wanted = wantedChanges(await session.introduction)
    guard !wanted.isEmpty else { return false }
    _ = try await session.request(
      MCPRequest("subscriptions/listen", params: ["notifications": .object(wanted)], limit: Self.turn))
    return true
  }

  /// What the server offers to tell, as it has said (MCP 2026-07-28, Subscriptions).
  private func wantedChanges(_ introduction: ServerIntroduction?) -> [String: JSONValue] {
    let offered = introduction?.result["capabilities"]
    var wanted: [String: JSONValue] = [:]
    for kind in ["tools", "prompts", "resources"] where offered?[kind]?["listChanged"] == true {
      wanted[kind + "ListChanged"] = true
    }
    if !subscriptions.isEmpty { wanted["resourceSubscriptions"] = .array(subscriptions.sorted().map { .string($0) }) }
    return wanted
  }

  /// A modern host's own wish to be told. A server of the same era is asked the same, under the host's id, by which the host
  /// knows what belongs to it.
  func listen(_ request: JSONRPCRequest) async throws(EngineError) -> JSONText {
    try await spoken { (session, _, _) async throws(ConnectionFailure) in
      guard await session.version?.era == .modern else {
        throw .final(
          .rpc(JSONRPCError(code: JSONRPCError.methodNotFound, message: "Method not found"), server: self.name))
      }
      return try await session.request(
        MCPRequest(request.method, params: request.params?.objectValue ?? [:], id: request.id, limit: .seconds(86_400)))
    }
  }
}
