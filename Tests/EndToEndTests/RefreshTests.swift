import Testing

extension EndToEnd {
  /// Tokens that expired, were taken back early, or are wanted by many at once.
  @Suite("Refresh")
  struct RefreshTests {
    /// Seconds; less than the program wants to have left, so that every use refreshes.
    private static let shortLife = 4

    @Test("an expired token is renewed by a new process before it is used", arguments: ["modern", "legacy"])
    func expired(era: String) async throws {
      let server = try await RunningDemoServer(lifetime: Self.shortLife, era: era)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.advance(by: 3600)
      try await server.clearRequests()
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await server.refreshes() == 1)
      let statuses = try await server.requests().filter { $0["endpoint"]?.text == "mcp" }.compactMap {
        $0["status"]?.integer
      }
      #expect(!statuses.isEmpty && !statuses.contains(401), "\(statuses)")
    }

    @Test("token renews an expired token, never opens a browser, and never shows a refresh token")
    func expiredToken() async throws {
      let server = try await RunningDemoServer(lifetime: Self.shortLife)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.clearRequests()
      let first = try await home.mcpcred("token", "demo")
      let second = try await home.mcpcred("token", "demo")
      #expect(first.status == 0 && first.answer.hasPrefix("at_") && first.stderr.isEmpty, "\(first)")
      #expect(second.answer.hasPrefix("at_") && second.answer != first.answer, "\(second)")
      #expect(try await server.refreshes() == 2)
      try await server.revokeAll()
      let dead = try await home.mcpcred("token", "demo")
      expectFailure(
        dead, 4, "login required for demo: the authorization server says invalid_grant", hints: ["mcpcred login demo"])
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 4, code: "login_required")
      #expect(home.visited.count == 1)
    }

    @Test("a 401 on a token that looks good leads to one refresh and one more try", arguments: ["modern", "legacy"])
    func refusedToken(era: String) async throws {
      let server = try await RunningDemoServer(era: era)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.expireAccessTokens()
      try await server.clearRequests()
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      let log = try await server.requests()
      #expect(log.count { $0["grant_type"]?.text == "refresh_token" } == 1)
      let calls = log.filter { $0["endpoint"]?.text == "mcp" }
      #expect(calls.count { $0["status"]?.integer == 401 } == 1)
      #expect(calls.count { $0["rpc_method"]?.text == "tools/call" && $0["status"]?.integer == 200 } == 1)
      #expect(home.visited.count == 1)
    }

    @Test("a server that refuses every token is not asked for another one with each call")
    func endlessRefusal() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.clearRequests()
      for _ in 0..<3 {
        try await server.expireAccessTokens()
        _ = try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=2")
      }
      #expect(try await server.refreshes() == 1)
    }

    @Test("a failure among several logins of one server says whose it is")
    func accounts() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("login", "demo", "--account", "work")
      try await server.plan("status_429", at: "refresh", times: nil)
      let outcome = try await home.mcpcred("refresh", "--all")
      #expect(outcome.status == 7 && outcome.errors.count == 2, "\(outcome)")
      #expect(outcome.errors.map { $0.hasSuffix(" (account default)") } == [true, false], "\(outcome)")
      #expect(outcome.errors.map { $0.hasSuffix(" (account work)") } == [false, true], "\(outcome)")
    }

    @Test("eight processes at once spend one refresh token and get one token")
    func atOnce() async throws {
      let login = try await SpentLogin(refreshTakes: 1)
      let programs = try (0..<8).map { _ in try login.home.start(["token", "demo"]) }
      var tokens: [String] = []
      for program in programs {
        let outcome = try await program.end()
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        tokens.append(outcome.answer)
      }
      #expect(
        Set(tokens).count == 1 && tokens.first?.hasPrefix("at_") == true && tokens.first != login.token, "\(tokens)")
      try await login.expectOneRefresh()
    }

    @Test("Ctrl-C during a refresh does not lose the login")
    func interrupted() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.plan("slow", at: "refresh", more: #", "seconds": 1"#)
      try await server.clearRequests()
      let program = try home.start(["refresh", "demo"])
      _ = try await eventually("the request") { try await server.refreshes() == 1 ? true : nil }
      program.signal(2)
      _ = try await program.end()
      try await server.expireAccessTokens()
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }
  }
}
