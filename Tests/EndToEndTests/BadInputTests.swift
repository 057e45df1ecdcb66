import Testing

extension EndToEnd {
  /// What people get wrong: one error line, at most two hints, its exit code, and nothing half-made.
  @Suite("Bad input")
  struct BadInputTests {
    @Test("a mistake is told in one line with its exit code, as text and as JSON", arguments: Mistake.all)
    func mistakes(_ mistake: Mistake) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("add", "open", server.open)
      let before = try await home.mcpcred("list", "--json").stdout
      let words = mistake.words.map { $0 == "URL" ? server.mcp : $0 }
      expectFailure(try await home.run(words), mistake.status, mistake.message, hints: mistake.hints)
      try expectFailureObject(try await home.run(words + ["--json"]), mistake.status, code: mistake.code)
      #expect(try await home.mcpcred("list", "--json").stdout == before)
      #expect(home.visited.count == 1)
    }

    @Test("a server that answers with a web page is no trouble that passes, and is not added")
    func html() async throws {
      let page = try await HTMLServer()
      let home = try await Workspace.ready()
      let outcome = try await home.mcpcred("add", "page", page.url)
      expectFailure(outcome, 8, "page does not answer like an MCP server: HTTP 200 with text/html")
      try expectFailureObject(try await home.mcpcred("add", "page", page.url, "--json"), 8, code: "not_mcp")
      try await expectEmpty(home)
    }

    @Test("a path that is not the server's is told with the one that is likely, when adding and afterwards")
    func wrongPath() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let origin = String(server.mcp.split(separator: "/").prefix(2).joined(separator: "//")), wrong = origin + "/mpc"
      let likely = "mcpcred add page \(origin)/mcp"
      expectFailure(
        try await home.mcpcred("add", "page", wrong), 8, "page does not answer like an MCP server: HTTP 404",
        hints: [likely])
      try await expectEmpty(home)
      _ = try await home.mcpcred("add", "page", wrong, "--no-login")
      for words in [["login", "page"], ["login", "page", "--device"]] {
        let outcome = try await home.run(words)
        #expect(outcome.status == 8 && outcome.errors.first?.contains(" at \(wrong); is the path right?") == true)
        let likely = "mcpcred add OTHER-NAME \(origin)/mcp" + (words.last == "--device" ? " --device" : "")
        #expect(outcome.hints == [likely], "\(outcome)")
      }
      try expectFailureObject(try await home.mcpcred("login", "page", "--json"), 8, code: "not_mcp")
    }

    @Test("an account that no server has is not taken for an empty registry")
    func nobodysAccount() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for words in [["list"], ["status"]] {
        let outcome = try await home.run(words + ["--account", "nobody"])
        #expect(outcome.status == 0 && outcome.stderr.hasPrefix("mcpcred: no server has an account \"nobody\"\n"))
        #expect(outcome.hints == ["mcpcred list"], "\(outcome)")
      }
    }

    @Test("a server that needs no login is added and called without one")
    func open() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      try await expectAnswer(home, ["add", "open", server.open], "added open\n")
      try await expectAnswer(home, ["call", "open", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(home.visited.isEmpty)
      #expect(try await server.registrations() == 0)
    }

    @Test("without HOME and without a path there is no registry, exit code 2")
    func noHome() async throws {
      var environment = try Workspace().environment
      environment["HOME"] = nil
      let outcome = try await Program.run(try Places.binary("mcpcred"), ["list"], environment: environment)
      expectFailure(outcome, 2, "no registry: HOME is not set and no path was given")
    }

    private func expectEmpty(_ home: Workspace) async throws {
      let list = try await home.mcpcred("list", "--json")
      #expect(list.stdout == "[]\n", "\(list)")
    }
  }
}
