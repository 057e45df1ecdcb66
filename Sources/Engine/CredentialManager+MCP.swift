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
