import HTTP
import MCP
import OAuth

/// One server, spoken to in whichever era it lives; it finds out by asking, and keeps a session only while it is used.
///
/// Used by one task; an actor only because the exchanges suspend.
actor MCPConnection {
  private enum Mode {
    case unknown
    /// A server that spoke `initialize` when it was last seen.
    case remembersLegacy
    case modern(ModernRequests)
    case legacy(LegacyRequests)
  }

  private let server: String
  private let endpoint: WebURL
  private let channel: MCPChannel
  private let client: ClientInfo
  private let capabilities: ClientCapabilities
  private let deadline: Duration
  private var mode: Mode
  private var lastID: Int64 = 0
  /// Whether the mode is what was seen another day, and not yet confirmed.
  private var isRemembered = false
  /// The head of the last answer.
  private(set) var head: HTTPResponseHead?

  /// `remembered` is the version last agreed on with this server; nil asks.
  init(
    server: String, endpoint: WebURL, transport: any HTTPTransport, credential: AccessCredential?, version: String,
    remembered: ProtocolVersion?, extensions: Set<String>, deadline: Duration
  ) {
    self.server = server
    self.endpoint = endpoint
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

  /// Calls a tool once. A broken stream does not send it again: a tool may have side effects.
  func callTool(
    _ tool: ToolDefinition, arguments: JSONValue, onProgress: @escaping @Sendable (Progress) -> Void
  ) async throws(ConnectionFailure) -> JSONText {
    try await perform(isRepeatable: false, onProgress: onProgress) { (mode, id) throws(MCPError) in
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

  private typealias Builder = @Sendable (Mode, RequestID) throws(MCPError) -> HTTPRequest?

  private func perform(
    isRepeatable: Bool, onProgress: (@Sendable (Progress) -> Void)? = nil, _ build: @escaping Builder
  ) async throws(ConnectionFailure) -> JSONText {
    switch mode {
    case .modern, .legacy:
      let answer = try await exchange(build, onProgress)
      guard isRemembered, EraProbe.isOutdated(answer) else {
        isRemembered = false
        return try result(of: answer)
      }
    case .remembersLegacy:
      if try await initializeAgain() { return try result(of: try await exchange(build, onProgress)) }
    case .unknown: break
    }
    isRemembered = false
    mode = .unknown
    // What is sent twice when the era is found out must be harmless twice.
    guard !isRepeatable else { return try await probe(build, onProgress) }
    _ = try await probe(Self.listing(nil), nil)
    return try result(of: try await exchange(build, onProgress))
  }

  /// False where the server no longer knows `initialize`: what was remembered is then asked for anew.
  private func initializeAgain() async throws(ConnectionFailure) -> Bool {
    do throws(ConnectionFailure) {
      try await initialize()
      return true
    } catch {
      switch error {
      case .final(.rpc), .final(.mcp): return false
      case .final(.notMCP(_, _, let status, _, _)) where (400..<500).contains(status): return false
      default: throw error
      }
    }
  }

  /// Sends a request that may be sent twice in the modern way; the answer tells the era, and where it is modern is the answer.
  private func probe(
    _ build: @escaping Builder, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> JSONText {
    var requests = ModernRequests(endpoint: endpoint, client: client, capabilities: capabilities, deadline: deadline)
    for _ in 0..<2 {
      let answer = try await exchange(build, onProgress, in: .modern(requests))
      switch EraProbe.verdict(answer, method: "tools/list", requested: requests.version) {
      case .modern:
        mode = .modern(requests)
        return try result(of: answer)
      case .modernOther(let version):
        requests = ModernRequests(
          endpoint: endpoint, client: client, version: version, capabilities: capabilities, deadline: deadline)
      case .legacy:
        try await initialize()
        return try result(of: try await exchange(build, onProgress))
      case .authorize(let challenges): throw .unauthorized(challenges)
      case .forbidden(let challenges): throw .forbidden(challenges)
      case .unsupported(let versions):
        throw .final(.mcp(.unsupportedVersion(versions.map(\.rawValue).joined(separator: " ")), server: server))
      case .outage, .notMCP: throw notMCP(answer)
      }
    }
    throw .final(.mcp(.unsupportedVersion(requests.version.rawValue), server: server))
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

  // MARK: - Exchanges

  private func exchange(
    _ build: Builder, _ onProgress: (@Sendable (Progress) -> Void)?, in given: Mode? = nil
  ) async throws(ConnectionFailure) -> Answer {
    let mode = given ?? mode
    let id = nextID()
    let request: HTTPRequest?
    do { request = try build(mode, id) } catch { throw .final(.mcp(error, server: server)) }
    guard let request else { throw .final(.mcp(.notJSONRPC, server: server)) }
    if case .legacy = mode { return try await receive(request, id, .legacy, onProgress) }
    return try await receive(request, id, .modern, onProgress)
  }

  private func receive(
    _ request: HTTPRequest, _ id: RequestID?, _ era: Era, _ onProgress: (@Sendable (Progress) -> Void)?
  ) async throws(ConnectionFailure) -> Answer {
    let answer = try await channel.send(request, id, era, onProgress)
    head = answer.head
    return answer
  }

  private func result(of answer: Answer) throws(ConnectionFailure) -> JSONText {
    switch answer.outcome {
    case .unread(let result): return result
    case .result(let result): return JSONText(result)
    case .rpcError(let error): throw .final(.rpc(error, server: server))
    case .unauthorized(let challenges): throw .unauthorized(challenges)
    case .forbidden(let challenges): throw .forbidden(challenges)
    case .accepted, .httpFailure: throw notMCP(answer)
    }
  }

  private func notMCP(_ answer: Answer) -> ConnectionFailure {
    let (status, headers) = (answer.head.status, answer.head.headers)
    return .final(
      .notMCP(
        server: server, at: endpoint, status: status, mediaType: headers.mediaType.map { foreign.line($0, limit: 100) },
        retryAfter: headers.retryAfter))
  }

  private func nextID() -> RequestID {
    lastID += 1
    return .integer(lastID)
  }
}
