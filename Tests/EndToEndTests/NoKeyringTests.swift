import Testing

extension EndToEnd {
  /// A machine without a Secret Service: a server, a container, a cron job.
  @Suite("No keyring")
  struct NoKeyringTests {
    @Test("without a bus the first login stops with exit code 5 and both choices, before a browser is opened")
    func noBus() async throws {
      let server = try await RunningDemoServer()
      let home = try Workspace()
      let outcome = try await home.mcpcred("add", "demo", server.mcp)
      expectFailure(
        outcome, 5, "the Secret Service cannot be reached: ",
        hints: ["mcpcred init --key-provider secret-service", "mcpcred init --key-provider file"])
      try expectFailureObject(try await home.mcpcred("add", "demo", server.mcp, "--json"), 5, code: "key_unavailable")
      #expect(home.visited.isEmpty)
      #expect(try await home.mcpcred("list", "--json").stdout == "[]\n")
      #expect(try await home.sql("SELECT count(*) FROM key_slot") == "0")
      #expect(try await server.registrations() == 0)
      #expect(try await home.mcpcred("init", "--key-provider", "file").status == 0)
      try await expectAnswer(home, ["add", "demo", server.mcp], "added demo\n")
    }

    @Test("the provider is never switched: a key file stays one while a key is missing")
    func neverSwitched() async throws {
      let home = try await Workspace.ready()
      let outcome = try await home.mcpcred("init", "--key-provider", "secret-service")
      expectFailure(outcome, 2, "this registry has its key already, kept in \(home.keyFile)")
      #expect(try await home.sql("SELECT group_concat(provider) FROM key_slot") == "file")
    }
  }
}
