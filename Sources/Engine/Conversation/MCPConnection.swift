import HTTP
import MCP
import OAuth

/// One server, spoken to in whichever era it lives; it finds out by asking, and keeps a session only while it is used.
///
/// Used by one task; an actor only because the exchanges suspend.
actor MCPConnection {
  enum Mode {
    case unknown
    /// A server that spoke `initialize` when it was last seen.
    case remembersLegacy
    case modern(ModernRequests)
    case legacy(LegacyRequests)
  }

  let server: String
  let endpoint: WebURL
  let channel: MCPChannel
  let client: ClientInfo
  let capabilities: ClientCapabilities
  let deadline: Duration
  var mode: Mode
  var lastID: Int64 = 0
  /// Whether the mode is what was seen another day, and not yet confirmed.
  var isRemembered = false
  /// Whether an MCP server has answered here before.
  let isKnown: Bool
  /// Whether nothing that the server said tells that it lives in the modern era.
  var isUnmarked = false
  /// Where requests go by now.
  var address: WebURL
  var cookies: CookieJar
  /// The head of the last answer.
  var head: HTTPResponseHead?

  /// `remembered` is the version last agreed on with this server; nil asks. Requests go to `address`, where the endpoint's own
  /// redirects have led to before.
  init(
    server: String, endpoint: WebURL, address: WebURL? = nil, transport: any HTTPTransport,
    credential: AccessCredential?, version: String,
    remembered: ProtocolVersion?, extensions: Set<String>, deadline: Duration
  ) {
    self.server = server
    self.endpoint = endpoint
    self.address = address ?? endpoint
    cookies = CookieJar(for: endpoint)
    isKnown = remembered != nil
    channel = MCPChannel(server: server, transport: transport, credential: credential)
    self.deadline = deadline
    client = ClientInfo(name: "mcpcred", version: version)
    capabilities = ClientCapabilities(extensions: extensions)
    mode = .unknown
    if let remembered, let era = remembered.era {
      isRemembered = true
      mode =
        era == .legacy
        ? .remembersLegacy
        : .modern(
          ModernRequests(
            endpoint: endpoint, client: client, version: remembered, capabilities: capabilities, deadline: deadline))
    }
  }

  /// The version agreed on; nil until a request has been answered.
  var version: ProtocolVersion? {
    switch mode {
    case .unknown, .remembersLegacy: nil
    case .modern(let requests): requests.version
    case .legacy(let requests): requests.version
    }
  }

  /// Makes fit what else the server says.
  nonisolated var foreign: ForeignText { channel.foreign }

  /// One page of tools.
  func listTools(cursor: String?) async throws(ConnectionFailure) -> JSONValue {
    try await perform(isRepeatable: true, Self.listing(cursor)).value
  }

  private static func listing(_ cursor: String?) -> Builder {
    { (mode, id) throws(MCPError) in
      switch mode {
      case .modern(let requests): requests.listTools(id: id, cursor: cursor)
      case .legacy(let requests): requests.listTools(id: id, cursor: cursor)
      case .unknown, .remembersLegacy: nil
      }
    }
  }

  /// Calls a tool once. A broken stream does not send it again: a tool may have side effects. Where the session is lost, one
  /// that says it has none, or that once more changes nothing, is called in the next session.
  func callTool(
    _ tool: ToolDefinition, arguments: JSONValue, onProgress: @escaping @Sendable (Progress) -> Void
  ) async throws(ConnectionFailure) -> JSONText {
    let hints = tool.annotations
    let isSafe = hints.readOnlyHint || hints.idempotentHint
    return try await perform(isRepeatable: false, isSafe: isSafe, onProgress: onProgress) {
      (mode, id) throws(MCPError) in
      switch mode {
      case .modern(let requests):
        try requests.callTool(
          tool.name, arguments: arguments, headerParameters: tool.headerParameters, id: id, progressToken: id)
      case .legacy(let requests):
        requests.callTool(tool.name, arguments: arguments, id: id, progressToken: id)
      case .unknown, .remembersLegacy: nil
      }
    }
  }

  /// Ends a legacy session; failure to do so is the server's business.
  func close() async {
    guard case .legacy(let requests) = mode, var request = requests.close() else { return }
    // An answer that is there must not wait for a goodbye.
    request.deadline = .seconds(2)
    _ = try? await channel.send(request, nil, .legacy)
    mode = .unknown
  }

  // MARK: - Eras

  typealias Builder = @Sendable (Mode, RequestID) throws(MCPError) -> HTTPRequest?

  private func perform(
    isRepeatable: Bool, isSafe: Bool = true, onProgress: (@Sendable (Progress) -> Void)? = nil,
    _ build: @escaping Builder
  ) async throws(ConnectionFailure) -> JSONText {
    switch mode {
    case .modern, .legacy:
      let answer = try await exchange(build, onProgress, isRepeatable: isRepeatable)
      guard isRemembered, EraProbe.isOutdated(answer) else {
        isRemembered = false
        return try await settled(answer, build, onProgress, isRepeatable: isRepeatable, isSafe: isSafe)
      }
    case .remembersLegacy:
      if try await initializeAgain() {
        let answer = try await exchange(build, onProgress, isRepeatable: isRepeatable)
        return try await settled(answer, build, onProgress, isRepeatable: isRepeatable, isSafe: isSafe)
      }
    case .unknown: break
    }
    isRemembered = false
    mode = .unknown
    // What is sent twice when the era is found out must be harmless twice.
    guard !isRepeatable else { return try await probe(build, onProgress) }
    _ = try await probe(Self.listing(nil), nil)
    let answer = try await exchange(build, onProgress, isRepeatable: isRepeatable)
    return try await settled(answer, build, onProgress, isRepeatable: isRepeatable, isSafe: isSafe)
  }

  /// The result, behind a new session where the server has forgotten this one, or turns out to want one.
  private func settled(
    _ answer: Answer, _ build: @escaping Builder, _ onProgress: (@Sendable (Progress) -> Void)?, isRepeatable: Bool,
    isSafe: Bool = true
  ) async throws(ConnectionFailure) -> JSONText {
    if case .legacy(let requests) = mode, requests.sessionID != nil, answer.head.status == 404 {
      // MCP 2025-11-25, Session Management: begin anew. What became of the request is not said.
      mode = .unknown
      guard isSafe else { throw .final(.outcomeUnknown(.mcp(.sessionLost, server: server))) }
      return try await inSession(build, onProgress, isRepeatable: isRepeatable)
    }
    if case .modern = mode, isUnmarked, EraProbe.refusesWithoutSession(answer) {
      isUnmarked = false
      return try await inSession(build, onProgress, isRepeatable: isRepeatable)
    }
    return try result(of: answer)
  }

  private func inSession(
    _ build: @escaping Builder, _ onProgress: (@Sendable (Progress) -> Void)?, isRepeatable: Bool
  ) async throws(ConnectionFailure) -> JSONText {
    try await initialize()
    return try result(of: try await exchange(build, onProgress, isRepeatable: isRepeatable))
  }

  /// False where the server no longer knows `initialize`: what was remembered is then asked for anew.
  private func initializeAgain() async throws(ConnectionFailure) -> Bool {
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
  private func probe(
    _ build: @escaping Builder, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    var requests = ModernRequests(endpoint: endpoint, client: client, capabilities: capabilities, deadline: deadline)
    for isSecond in [false, true] {
      let answer = try await exchange(build, onProgress, in: .modern(requests))
      switch EraProbe.verdict(answer, method: "tools/list", requested: requests.version) {
      case .modern:
        mode = .modern(requests)
        isUnmarked = !EraProbe.isMarked(answer)
        return try result(of: answer)
      case .modernOther(let version) where version == requests.version && isSecond:
        throw .final(.mcp(.refusesOwnVersion(version.rawValue), server: server))
      case .modernOther(let version):
        requests = ModernRequests(
          endpoint: endpoint, client: client, version: version, capabilities: capabilities, deadline: deadline)
      case .legacy:
        try await initialize()
        return try await settled(try await exchange(build, onProgress), build, onProgress, isRepeatable: true)
      case .authorize(let challenges): throw .unauthorized(challenges)
      case .forbidden(let challenges): throw .forbidden(challenges)
      case .unsupported(let versions):
        throw .final(.mcp(.unsupportedVersion(versions.map(\.rawValue).joined(separator: " ")), server: server))
      case .outage, .notMCP: throw notMCP(answer)
      }
    }
    throw .final(.mcp(.refusesOwnVersion(requests.version.rawValue), server: server))
  }

  /// The handshake of the session era (MCP 2025-11-25, Lifecycle).
  private func initialize() async throws(ConnectionFailure) {
    var requests = LegacyRequests(endpoint: endpoint, deadline: deadline)
    let id = nextID()
    let answer = try await receive(
      requests.initialize(client: client, capabilities: capabilities, id: id), id, .legacy, nil)
    let result = try result(of: answer)
    do throws(MCPError) {
      let initialized = try InitializeResult.parse(result.value)
      guard ProtocolVersion.legacy.contains(initialized.protocolVersion) else {
        throw MCPError.unsupportedVersion(initialized.protocolVersion.rawValue)
      }
      requests.version = initialized.protocolVersion
      requests.sessionID = try answer.sessionID()
    } catch {
      throw .final(.mcp(error, server: server))
    }
    mode = .legacy(requests)
    _ = try await receive(requests.initialized(), nil, .legacy, nil)
  }
}
