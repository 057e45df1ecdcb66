public import HTTP

/// Makes the requests of the stateless era (MCP 2026-07-28, Streamable HTTP). `Authorization` is the caller's to add.
public struct ModernRequests: Sendable {
  /// The one URL of the server.
  public let endpoint: WebURL
  /// Named in every request.
  public let client: ClientInfo
  /// Named in header and `_meta` of every request.
  public let version: ProtocolVersion
  /// What this invocation can do.
  public let capabilities: ClientCapabilities
  /// For each request, its whole answer included.
  public let deadline: Duration

  /// Makes a builder.
  public init(
    endpoint: WebURL, client: ClientInfo, version: ProtocolVersion = .v2026_07_28,
    capabilities: ClientCapabilities = ClientCapabilities(), deadline: Duration = .seconds(30)
  ) {
    self.endpoint = endpoint
    self.client = client
    self.version = version
    self.capabilities = capabilities
    self.deadline = deadline
  }

  /// A request of any method, with the arguments that a tool's schema wants mirrored in headers. Throws `headerValueUnfit`.
  public func request(_ request: MCPRequest, id: RequestID) throws(MCPError) -> HTTPRequest {
    var made = self.request(
      request.method, params: request.params, name: request.name, id: id,
      progressToken: request.asksForProgress ? id : nil)
    for parameter in request.headerParameters {
      guard let field = try parameter.field(for: request.params["arguments"] ?? [:]) else { continue }
      made.headers.add(field.name, field.value)
    }
    return made
  }

  /// Any method: `name` is what `Mcp-Name` must repeat, the name of a tool or prompt or the URI of a resource.
  public func request(
    _ method: String, params: [String: JSONValue] = [:], name: String? = nil, id: RequestID,
    progressToken: RequestID? = nil
  ) -> HTTPRequest {
    var meta = params["_meta"]?.objectValue ?? [:]
    meta["io.modelcontextprotocol/protocolVersion"] = .string(version.rawValue)
    // A host that speaks this era says of itself who it is and what it can do.
    meta["io.modelcontextprotocol/clientCapabilities"] =
      meta["io.modelcontextprotocol/clientCapabilities"] ?? capabilities.json
    meta["io.modelcontextprotocol/clientInfo"] = meta["io.modelcontextprotocol/clientInfo"] ?? client.json
    if let progressToken { meta["progressToken"] = progressToken.json }
    var params = params
    params["_meta"] = .object(meta)
    var headers = HTTPHeaders([
      ("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json"),
      ("MCP-Protocol-Version", version.rawValue), ("Mcp-Method", method),
    ])
    if let name { headers.add("Mcp-Name", HeaderText.encode(name)) }
    let message = JSONRPCRequest(id: id, method: method, params: .object(params))
    return HTTPRequest(.post, endpoint, headers: headers, body: message.json.serialized(), deadline: deadline)
  }
}
