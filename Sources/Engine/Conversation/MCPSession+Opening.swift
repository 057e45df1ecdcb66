import MCP

// One handshake at a time: requests that come meanwhile wait for it.
extension MCPSession {
  /// The longest silence after which a call that must not be sent twice trusts that the session is still there.
  private static let trustedSilence = Duration.seconds(10)

  /// Waits for the handshake that is under way, if any.
  func opened() async throws(ConnectionFailure) {
    guard let opening, let failure = await opening.value else { return }
    throw failure
  }

  /// Runs a handshake, or waits for the one that another request has begun.
  func open(
    _ handshake: @escaping @Sendable (MCPSession) async throws(ConnectionFailure) -> Void
  ) async throws(ConnectionFailure) {
    if opening != nil { return try await opened() }
    let task = Task.detached(executorPreference: CurrentExecutor.value) { () async -> ConnectionFailure? in
      do throws(ConnectionFailure) { try await handshake(self) } catch { return error }
      return nil
    }
    opening = task
    let failure = await task.value
    opening = nil
    if let failure { throw failure }
  }

  /// Finds out how the server is to be spoken to and what it says of itself, where that is not known yet: what a bridge does
  /// before the first request.
  func introduce() async throws(ConnectionFailure) {
    try await opened()
    guard introduction == nil || isClosed else { return }
    try await open { session async throws(ConnectionFailure) in try await session.askIntroduction() }
  }

  /// What the server said of itself a while ago, so that it need not be asked again.
  func recall(_ known: ServerIntroduction?) { introduction = introduction ?? known }

  private var isClosed: Bool {
    switch mode {
    case .unknown, .remembersLegacy: true
    case .modern, .legacy: false
    }
  }

  private func askIntroduction() async throws(ConnectionFailure) {
    if case .remembersLegacy = mode, try await initializeAgain() { return }
    let asked = MCPRequest(EraProbe.discover)
    do throws(ConnectionFailure) {
      let result = try await probe(asked, nil)
      guard case .modern(let version) = mode else { return }
      introduction = ServerIntroduction(version: version, result: foreign.cleaned(result.value))
    } catch {
      // Behind its handshake a legacy server is asked once more, and does not know the method.
      guard introduction != nil else { throw error }
    }
    isRemembered = false
  }

  /// Before a call that must not be sent twice: a session that has been silent for long may be gone, and a question without
  /// consequences finds that out (MCP 2025-11-25, Ping).
  func checkSession(before request: MCPRequest) async throws(ConnectionFailure) {
    guard !request.isSafe, case .legacy(let requests) = mode, requests.sessionID != nil, let lastAnswer,
      workplace.dependencies.monotonic() - lastAnswer > Self.trustedSilence
    else { return }
    _ = try await perform(MCPRequest("ping"), nil)
  }
}
