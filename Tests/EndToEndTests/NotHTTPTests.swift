import Testing

extension EndToEnd {
  /// Servers whose answers are none, at every endpoint.
  @Suite("Not HTTP")
  struct NotHTTPTests {
    @Test(
      "an answer with the status 099 is exit 7, `not_http`, of a call exit 14, and nothing crashes",
      arguments: [
        ("mcp", ["call", "demo", "add_numbers", "a=1", "b=2"]), ("mcp", ["tools", "demo"]),
        ("refresh", ["refresh", "demo"]),
        ("metadata", ["add"]), ("resource_metadata", ["add"]), ("registration", ["add"]),
        ("code_exchange", ["login", "demo"]),
      ])
    func everywhere(endpoint: String, words: [String]) async throws {
      let server = try await RunningDemoServer(), home = try await Workspace.ready()
      if words != ["add"] { _ = try await home.mcpcred("add", "demo", server.mcp) }
      try await server.plan("status_099", at: endpoint, times: nil)
      let all = (words == ["add"] ? ["add", "demo", server.mcp] : words) + ["--json"]
      let outcome = try await home.start(all).end(within: .seconds(60))
      let isCall = words.first == "call"
      #expect(outcome.status == (isCall ? 14 : 7), "\(outcome)")
      let error = try outcome.errorObjects().first
      #expect(error?["code"] == .string(isCall ? "outcome_unknown" : "not_http"), "\(outcome)")
      #expect(error?["retryable"] == .bool(!isCall), "\(outcome)")
      // Nothing is lost by it.
      try await server.plan("slow", at: "keys")
      if words != ["add"] { try await expectAnswer(home, ["refresh", "demo"]) { !$0.isEmpty } }
    }

    @Test("a revocation that meets it stays owed")
    func revocation() async throws {
      let server = try await RunningDemoServer(), home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.plan("status_099", at: "revocation", times: nil)
      _ = try await home.mcpcred("revoke", "demo")
      #expect(try await home.sql("SELECT count(*) > 0 FROM revocation") == "1")
    }
  }
}
