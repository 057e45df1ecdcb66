import Testing

extension EndToEnd {
  /// A token in the form that another program wants.
  @Suite("Headers")
  struct HeadersTests {
    private static let variable = "CLAUDE_CODE_MCP_SERVER_URL"

    @Test("a token comes alone, as a line of HTTP, for a shell, or as JSON")
    func formats() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let token = try await home.mcpcred("token", "demo").answer
      try await expectAnswer(home, ["token", "demo", "--format", "raw"], token + "\n")
      try await expectAnswer(home, ["token", "demo", "--format", "header"], "Authorization: Bearer \(token)\n")
      try await expectAnswer(home, ["token", "demo", "--format=env"], "MCP_TOKEN=\(token)\n")
      let json = try await home.mcpcred("token", "demo", "--json").stdout
      try await expectAnswer(home, ["token", "demo", "--format", "json"], json)
      let both = try await home.mcpcred("token", "demo", "--json", "--format", "raw")
      #expect(both.status == 2 && both.stdout.isEmpty && both.stderr.contains("exclude each other"), "\(both)")
    }

    @Test("the headers of a server by its name, and by its address whoever it is called")
    func byAddress() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "other", server.second)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("add", "open", server.open)
      let token = try await home.mcpcred("token", "demo").answer
      let answer = "{\"Authorization\":\"Bearer \(token)\"}\n"
      try await expectAnswer(home, ["headers", "demo"], answer)
      try await expectAnswer(home, ["headers", "open"], "{}\n")
      for url in [server.mcp, server.mcp + "/", server.mcp.replacing("http:", with: "HTTP:")] {
        let found = try await home.mcpcred("headers", with: [Self.variable: url])
        #expect(found.status == 0 && found.stdout == answer && found.stderr.isEmpty, "\(url): \(found)")
      }
      // A name wins over the address.
      let named = try await home.mcpcred("headers", "demo", with: [Self.variable: server.second])
      #expect(named.stdout == answer, "\(named)")
      let none = try await home.mcpcred("headers", with: [Self.variable: server.mcp + "/more"])
      expectFailure(
        none, 3, "no server has the address \(server.mcp)/more", hints: ["mcpcred add \(server.mcp)/more"])
      expectFailure(try await home.mcpcred("headers"), 2, "name a server; without a name it is the one at the URL in")
      expectFailure(
        try await home.mcpcred("headers", with: [Self.variable: "stdio"]), 2, "\(Self.variable) is not a URL")
    }

    @Test("of several servers at one address it is the first with a login, and its default account")
    func several() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      for name in ["a", "b", "c"] { _ = try await home.mcpcred("add", name, server.mcp) }
      _ = try await home.mcpcred("login", "c", "--account", "work")
      _ = try await home.mcpcred("revoke", "a")
      let address = [Self.variable: server.mcp]
      let second = try await home.mcpcred("token", "b").answer
      #expect(try await home.mcpcred("headers", with: address).stdout.contains(second))
      let work = try await home.mcpcred("token", "c", "--account", "work").answer
      #expect(try await home.mcpcred("headers", "--account", "work", with: address).stdout.contains(work))
      _ = try await home.mcpcred("account", "c", "work")
      _ = try await home.mcpcred("revoke", "b")
      #expect(try await home.mcpcred("headers", with: address).stdout.contains(work))
      for account in ["work", "default"] { _ = try await home.mcpcred("revoke", "c", "--account", account) }
      let over = try await home.mcpcred("headers", with: address)
      #expect(over.status == 4 && over.stdout.isEmpty && over.hints == ["mcpcred login a"], "\(over)")
    }

    @Test("a token that has run out is refreshed first; one that only its key's owner can use is refused")
    func freshness() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let old = try await home.mcpcred("headers", "demo").stdout
      try await home.age(by: 400)
      try await expectAnswer(home, ["headers", "demo"]) { $0.hasPrefix("{\"Authorization\":\"Bearer at_") && $0 != old }
      #expect(try await server.refreshes() == 1)
      try await server.behave("dpop_required")
      _ = try await home.mcpcred("add", "bound", server.second)
      expectFailure(try await home.mcpcred("headers", "bound"), 13, "the token of bound is bound to a key")
    }

    @Test("whoever asks has an answer within ten seconds, whatever the server does, and the refresh goes on")
    func late() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await home.age(by: 400)
      server.standStill()
      let start = ContinuousClock.now
      let late = try await home.mcpcred("headers", "demo", "--json")
      #expect(ContinuousClock.now - start < .seconds(10))
      server.goOn()
      try expectFailureObject(late, 7, code: "late")
      let token = try await home.mcpcred("token", "demo")
      #expect(token.status == 0, "\(token)")
      #expect(try await server.refreshes() == 1)
    }

    @Test("a keyring that does not answer is exit code 5 in time, with nothing on stdout")
    func frozenKeyring() async throws {
      let (server, home) = (try await RunningDemoServer(), try await Workspace.ready())
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await home.sql("UPDATE key_slot SET provider = 'secret-service', locator = lower(hex(randomblob(16)))")
      let bus = home.scratch["bus"]
      let script =
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); print(1, flush=True); sys.stdin.read()"
      let frozen = try RunningProgram(
        "/usr/bin/env", ["python3", "-c", script, bus], environment: Program.environment, input: .open)
      _ = try await frozen.firstLine()
      let start = ContinuousClock.now
      let outcome = try await home.mcpcred("headers", "demo", with: ["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(bus)"])
      #expect(ContinuousClock.now - start < .seconds(10))
      #expect(outcome.status == 5 && outcome.stdout.isEmpty, "\(outcome)")
      frozen.closeInput()
    }
  }
}
