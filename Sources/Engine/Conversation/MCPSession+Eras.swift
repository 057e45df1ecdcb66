import HTTP
import MCP
import OAuth

// Which era the server lives in, and the handshake of the older one.
extension MCPSession {
  var capabilities: ClientCapabilities { ClientCapabilities(peer.capabilities, extensions: extensions) }

  func modernRequests(_ version: ProtocolVersion) -> ModernRequests {
    ModernRequests(
      endpoint: endpoint, client: peer.client, version: version, capabilities: capabilities, deadline: deadline)
  }

  func perform(
    _ request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    switch mode {
    case .modern, .legacy:
      let answer = try await exchange(request, onProgress)
      guard isRemembered, EraProbe.isOutdated(answer) else {
        isRemembered = false
        return try await settled(answer, request, onProgress)
      }
    case .remembersLegacy:
      if try await initializeAgain() {
        return try await settled(try await exchange(request, onProgress), request, onProgress)
      }
    case .unknown: break
    }
    isRemembered = false
    mode = .unknown
    // What is sent twice when the era is found out must be harmless twice.
    guard !request.isRepeatable else { return try await probe(request, onProgress) }
    _ = try await probe(.list("tools/list"), nil)
    return try await settled(try await exchange(request, onProgress), request, onProgress)
  }

  /// The result, behind a new session where the server has forgotten this one, or turns out to want one.
  private func settled(
    _ answer: Answer, _ request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    if let lost = answer.lostSession {
      // MCP 2025-11-25, Session Management: begin anew. What became of the request is not said. Another request may have
      // begun the next session already.
      if case .legacy(let requests) = mode, requests.sessionID == lost { mode = .remembersLegacy }
      guard request.isSafe else { throw .final(.outcomeUnknown(.mcp(.sessionLost, server: server))) }
      guard case .legacy = mode else { return try await inSession(request, onProgress) }
      return try result(of: try await exchange(request, onProgress))
    }
    if case .modern = mode, isUnmarked, EraProbe.refusesWithoutSession(answer) {
      isUnmarked = false
      mode = .unknown
      return try await inSession(request, onProgress)
    }
    return try result(of: answer)
  }

  private func inSession(
    _ request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    try await open { session async throws(ConnectionFailure) in try await session.initialize() }
    return try result(of: try await exchange(request, onProgress))
  }

  /// False where the server no longer knows `initialize`: what was remembered is then asked for anew.
  func initializeAgain() async throws(ConnectionFailure) -> Bool {
    do throws(ConnectionFailure) {
      try await initialize()
      return true
    } catch {
      switch error {
      case .final(.rpc), .final(.mcp): return false
      case .final(.notMCP(let answer)) where StatusMeaning(answer.status) == .refusal:
        return false
      default: throw error
      }
    }
  }

  /// Sends a request that may be sent twice in the modern way; the answer tells the era, and where it is modern is the answer.
  func probe(
    _ request: MCPRequest, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    var version = ProtocolVersion.v2026_07_28
    for isSecond in [false, true] {
      let answer = try await exchange(request, onProgress, in: .modern(version))
      switch EraProbe.verdict(answer, method: request.method, requested: version) {
      case .modern:
        mode = .modern(version)
        isUnmarked = !EraProbe.isMarked(answer)
        return try result(of: answer)
      case .modernOther(let other) where other == version && isSecond:
        throw .final(.mcp(.refusesOwnVersion(version.rawValue), server: server))
      case .modernOther(let other): version = other
      case .legacy:
        try await initialize()
        return try await settled(try await exchange(request, onProgress), request, onProgress)
      case .authorize(let challenges): throw .unauthorized(challenges)
      case .forbidden(let challenges): throw .forbidden(challenges)
      case .unsupported(let versions):
        throw .final(.mcp(.unsupportedVersion(versions.map(\.rawValue).joined(separator: " ")), server: server))
      case .outage, .notMCP: throw notMCP(answer)
      }
    }
    throw .final(.mcp(.refusesOwnVersion(version.rawValue), server: server))
  }

  /// The handshake of the session era (MCP 2025-11-25, Lifecycle).
  func initialize() async throws(ConnectionFailure) {
    var requests = LegacyRequests(endpoint: endpoint, deadline: deadline)
    let id = nextID()
    let answer = try await receive(
      requests.initialize(client: peer.client, capabilities: capabilities, id: id), id, .legacy, nil)
    let result = try result(of: answer).value
    do throws(MCPError) {
      let initialized = try InitializeResult.parse(result)
      guard ProtocolVersion.legacy.contains(initialized.protocolVersion) else {
        throw MCPError.unsupportedVersion(initialized.protocolVersion.rawValue)
      }
      requests.version = initialized.protocolVersion
      requests.sessionID = try answer.sessionID()
    } catch {
      throw .final(.mcp(error, server: server))
    }
    mode = .legacy(requests)
    introduction = ServerIntroduction(version: requests.version, result: foreign.cleaned(result))
    _ = try await receive(requests.initialized(), nil, .legacy, nil)
  }
}
