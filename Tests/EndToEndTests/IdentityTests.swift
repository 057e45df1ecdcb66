import Testing

extension EndToEnd {
  /// Several logins to one server, and whose they are.
  @Suite("Identity")
  struct IdentityTests {
    static let scope = ["--scope", "tools:read offline_access openid"]

    @Test("whoami names the person, or says what would")
    func whoAmI() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let asked = try await home.mcpcred("whoami", "demo")
      #expect(asked.status == 0 && asked.stdout == "ada at \(server.issuer)\n" && asked.stderr.isEmpty, "\(asked)")
      _ = try await home.run(["login", "demo"] + Self.scope)
      let known = try await home.mcpcred("whoami", "demo", "--json").json()
      #expect(known["source"] == .string("id_token") && known["subject"] == .string("ada"), "\(known)")
    }

    @Test("a browser that is signed in as somebody else changes nothing without --switch-subject")
    func otherPerson() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.run(["add", "demo", server.mcp] + Self.scope)
      try await server.setConsent("allow", subject: "eve")
      let refused = try await home.run(["login", "demo"] + Self.scope)
      #expect(refused.status == 13 && refused.stderr.contains("this login is \"ada\"'s"), "\(refused)")
      #expect(refused.stderr.contains("mcpcred: the new tokens for demo are revoked\n"))
      #expect(refused.stderr.contains("mcpcred: hint: mcpcred login demo --switch-subject --scope '"), "\(refused)")
      try await expectAnswer(home, ["whoami", "demo"]) { $0.hasPrefix("ada at ") }
      let accepted = try await home.run(["login", "demo", "--switch-subject"] + Self.scope)
      #expect(accepted.status == 0, "\(accepted)")
      try await expectAnswer(home, ["whoami", "demo"]) { $0.hasPrefix("eve at ") }
    }

    @Test("accounts stand beside each other, and one of them is meant where none is named")
    func accounts() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.setConsent("allow", subject: "eve")
      _ = try await home.run(["login", "demo", "--account", "work"] + Self.scope)
      try await expectAnswer(home, ["account", "demo"], "* default  ok  -\n  work     ok  eve\n")
      try await expectAnswer(home, ["whoami", "demo"]) { $0.hasPrefix("ada at ") }
      try await expectAnswer(home, ["account", "demo", "work"], "demo is work from now on\n")
      try await expectAnswer(home, ["whoami", "demo"]) { $0.hasPrefix("eve at ") }
      try await expectAnswer(home, ["call", "demo", "who_am_i"]) { $0.contains(#""subject":"eve""#) }
      try await expectAnswer(home, ["call", "demo", "who_am_i", "--account", "default"]) {
        $0.contains(#""subject":"ada""#)
      }
      expectFailure(
        try await home.mcpcred("account", "demo", "home"), 3, "demo has no account \"home\"",
        hints: ["mcpcred account demo"])
      _ = try await home.mcpcred("revoke", "demo", "--account", "default")
      let needed = try await home.mcpcred("call", "demo", "who_am_i", "--account", "default")
      expectFailure(
        needed, 4, "login required for demo: the tokens were revoked",
        hints: ["mcpcred login demo --account default"])
      let rotated = try await home.mcpcred("registration", "rotate", "demo", "--registry", home.registry)
      let login = "mcpcred: hint: mcpcred login demo"
      #expect(rotated.stderr.contains("\(login) --registry \(home.registry)\n"), "\(rotated)")
    }
  }
}
