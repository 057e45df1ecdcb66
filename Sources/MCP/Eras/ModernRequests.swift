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

  /// `server/discover`.
  public func discover(id: RequestID) -> HTTPRequest { request("server/discover", id: id) }

  /// `tools/list`: the first page, or the one behind the cursor.
  public func listTools(id: RequestID, cursor: String? = nil) -> HTTPRequest {
    request("tools/list", params: cursor.map { ["cursor": .string($0)] } ?? [:], id: id)
  }

  /// `tools/call`, with the arguments that the tool's schema wants mirrored in headers.
  ///
  /// Throws `headerValueUnfit`. Answers to an `input_required` result go into `inputResponses` and `requestState`, the
  /// latter as it was given and only if it was (MCP 2026-07-28, Multi Round-Trip Requests).
  public func callTool(
    _ name: String, arguments: JSONValue, headerParameters: [HeaderParameter] = [], id: RequestID,
    progressToken: RequestID? = nil, inputResponses: JSONValue? = nil, requestState: String? = nil
  ) throws(MCPError) -> HTTPRequest {
    var params: [String: JSONValue] = ["name": .string(name), "arguments": arguments]
    params["inputResponses"] = inputResponses
    params["requestState"] = requestState.map { .string($0) }
    var request = request("tools/call", params: params, name: name, id: id, progressToken: progressToken)
    for parameter in headerParameters {
      guard let field = try parameter.field(for: arguments) else { continue }
      request.headers.add(field.name, field.value)
    }
    return request
  }

  /// Any method: `name` is what `Mcp-Name` must repeat, the name of a tool or prompt or the URI of a resource.
  public func request(
    _ method: String, params: [String: JSONValue] = [:], name: String? = nil, id: RequestID,
    progressToken: RequestID? = nil
  ) -> HTTPRequest {
    var meta = params["_meta"]?.objectValue ?? [:]
    meta["io.modelcontextprotocol/protocolVersion"] = .string(version.rawValue)
    meta["io.modelcontextprotocol/clientCapabilities"] = capabilities.json
    meta["io.modelcontextprotocol/clientInfo"] = client.json
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
