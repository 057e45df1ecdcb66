public import MCP

// MCP.
extension CredentialManager {
  /// Calls a tool: with a warm cache one exchange, else the tools are listed first, because the schema says how the arguments
  /// are read. Where that needs a login or a further scope and `mayLogIn`, the login is run, once, and the call made again.
  public func call(
    _ name: String, account: String?, _ call: ToolCall, mayLogIn: Bool
  ) async throws(EngineError) -> ToolResult {
    try await loggingIn.call(name, account: account, call, mayLogIn: mayLogIn)
  }

  /// The server's tools, fetched now and kept for later calls; `deadline` is for the whole exchange.
  public func tools(_ name: String, account: String?, deadline: Duration) async throws(EngineError) -> ToolCatalog {
    try await calling.tools(name, account: account, deadline: deadline)
  }

  /// Every page of a list other than of tools, as one object with the member that the protocol gives it.
  public func list(
    _ name: String, account: String?, _ list: ServerList, deadline: Duration
  ) async throws(EngineError) -> JSONValue {
    try await calling.list(name, account: account, list, deadline: deadline)
  }

  /// `resources/read`: the server's own result. Throws `rpc` for a URI that the server does not know.
  public func read(
    _ name: String, account: String?, uri: String, deadline: Duration
  ) async throws(EngineError) -> JSONText {
    try await calling.ask(
      name, account: account, MCPRequest("resources/read", params: ["uri": .string(uri)]), deadline: deadline)
  }

  /// `prompts/get`: the server's own result. Values are texts (MCP, Prompts).
  public func prompt(
    _ name: String, account: String?, prompt: String, arguments: [String: String], deadline: Duration
  ) async throws(EngineError) -> JSONText {
    let params: [String: JSONValue] = [
      "name": .string(prompt), "arguments": .object(arguments.mapValues { .string($0) }),
    ]
    return try await calling.ask(
      name, account: account, MCPRequest("prompts/get", params: params), deadline: deadline)
  }

  /// A sign of life of the server, with the login that is kept for it.
  public func ping(_ name: String, account: String?, deadline: Duration) async throws(EngineError) -> Pong {
    try await calling.ping(name, account: account, deadline: deadline)
  }
}

// The bridge.
extension CredentialManager {
  /// Answers a host with a server's session until the host is gone. `connect` gives the way to the host once all is well; nil
  /// where there is none.
  ///
  /// Throws `unknownServer` and `unknownAccount`; whatever else goes wrong is told to the host, request by request.
  public func serve(
    _ name: String, _ options: BridgeOptions, _ connect: () -> HostPort?
  ) async throws(EngineError) {
    try await bridging.serve(name, options, connect)
  }
}
