import Testing

extension EndToEnd {
  /// What is said of each token that is to be taken back.
  @Suite("Revocation")
  struct RevocationTests {
    @Test("a login that is made again takes the old one back, and says so")
    func replaced() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let again = try await home.mcpcred("login", "demo")
      #expect(again.status == 0 && again.stdout == "logged in to demo\n", "\(again)")
      #expect(again.stderr.contains("mcpcred: the old login to demo at \(server.issuer) is revoked\n"), "\(again)")
      try await server.plan("status_503", at: "revocation", times: nil)
      let later = try await home.mcpcred("login", "demo")
      #expect(later.status == 0 && later.stderr.contains("will be revoked by 'mcpcred refresh --due'\n"), "\(later)")
      #expect(try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=1").status == 0)
      try await server.clearFaults()
      try await home.sql("UPDATE revocation SET next_attempt_at = 1")
      try await expectAnswer(home, ["refresh", "--due"], "")
      #expect(try await home.sql("SELECT count(*) FROM revocation") == "0")
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
    }

    @Test("a refusal is told for each token, in the server's words")
    func refused() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("login", "demo", "--account", "work")
      try await server.plan("invalid_client", at: "revocation", times: nil)
      let text = try await home.mcpcred("revoke", "demo")
      #expect(text.status == 8 && text.stdout == "forgot the tokens of demo here\n", "\(text)")
      for token in ["refresh token", "access token"] {
        #expect(text.stderr.contains("mcpcred: the \(token) of default was not revoked: invalid_client"), "\(text)")
      }
      let json = try await home.mcpcred("revoke", "demo", "--account", "work", "--json")
      let tokens = try json.json()["tokens"]?.elements ?? []
      #expect(tokens.map { $0["result"]?.text } == ["refused", "refused"], "\(json)")
      #expect(
        tokens.allSatisfy {
          $0["detail"]?.text?.hasPrefix("invalid_client") == true && $0["account"] == .string("work")
        })
      let events = try await home.mcpcred("log", "demo", "--limit", "2", "--json").json().elements
      #expect(
        events.allSatisfy { $0["event"] == .string("revocation-failed") && $0["cause"] == .string("invalid_client") })
    }

    @Test("remove --offline says which tokens may still be good, and until when")
    func offline() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("login", "demo", "--account", "work")
      try await server.clearRequests()
      let removed = try await home.mcpcred("remove", "demo", "--offline")
      #expect(removed.status == 0 && removed.stdout == "removed demo\n", "\(removed)")
      #expect(removed.stderr.contains("mcpcred: warning: tokens of demo were not revoked\n"))
      for account in ["default", "work"] {
        #expect(removed.stderr.contains("the refresh token of \(account) may be good until it is revoked or expires\n"))
        #expect(removed.stderr.contains("the access token of \(account) may be good until 20"), "\(removed)")
      }
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let json = try await home.mcpcred("remove", "demo", "--offline", "--json").json()
      #expect(json["tokens"]?.elements.map { $0["result"]?.text } == ["not_asked", "not_asked"], "\(json)")
      #expect(json["tokens"]?.elements.map { $0["expires_at"] == .null } == [true, false], "\(json)")
      #expect(try await !server.requests().contains { $0["endpoint"]?.text == "revocation" })
    }
  }
}
