import Testing

extension EndToEnd {
  /// What a person does with one server, from the first command to the last.
  @Suite("Journey")
  struct JourneyTests {
    @Test("a person adds, calls, refreshes, revokes, logs in again and removes", arguments: ["modern", "legacy"])
    func journey(era: String) async throws {
      let server = try await RunningDemoServer(era: era)
      let home = try Workspace()
      try await expectAnswer(home, ["init", "--key-provider", "file"], "ready: \(home.registry)\n")
      try await expectAnswer(home, ["add", "demo", server.mcp], "added demo\n")
      try await expectAnswer(home, ["list"], "demo  default  \(server.issuer)  \(server.mcp)\n")
      #expect(try await state(home) == "ok")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2.5"], "{\"sum\":3.5}\n")
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo, token for ") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=2", "b=2"], "{\"sum\":4}\n")
      try await expectAnswer(home, ["revoke", "demo"], "revoked demo\n")
      #expect(try await state(home) == "revoked")
      let refused = try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=1")
      expectFailure(refused, 4, "login required for demo: the tokens were revoked", hints: ["mcpcred login demo"])
      try await expectAnswer(home, ["login", "demo"], "logged in to demo\n")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=1"], "{\"sum\":2}\n")
      try await expectAnswer(home, ["remove", "demo"], "removed demo\n")
      #expect(try await home.mcpcred("list", "--json").json() == .array([]))
      #expect(try await server.registrations() == 1)
    }

    @Test("tools are listed as they are called, over all pages")
    func tools() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let text = try await home.mcpcred("tools", "demo")
      #expect(text.status == 0 && text.stderr.isEmpty, "\(text)")
      #expect(text.stdout.contains("add_numbers(a: number, b: number, round?: boolean)\n    Adds two numbers.\n"))
      let json = try await home.mcpcred("tools", "demo", "--json").json()
      let names = json["tools"]?.elements.compactMap { $0["name"]?.text }
      #expect(
        names == [
          "add_numbers", "roll_dice", "count_slowly", "list_notes", "add_note", "fail", "who_am_i", "convert",
        ])
    }

    @Test(
      "arguments become what the schema says",
      arguments: [
        (["add_numbers", "a=1e2", "b=-0.5", "round=true"], #"{"sum":100}"#),
        (["add_numbers", "--arguments", #"{"a": 1, "b": 2}"#], #"{"sum":3}"#),
        (["add_numbers", "--arguments", #"{"a": 1, "b": 2}"#, "b:=40"], #"{"sum":41}"#),
        (["convert", "amount=2", "region=uk"], #"{"amount":1.6,"currency":"GBP"}"#),
        (["count_slowly", "upto=3"], "Counted to 3."),
      ])
    func typedArguments(words: [String], answer: String) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      for (name, url) in [("modern", server.mcp), ("legacy", server.legacy)] {
        _ = try await home.mcpcred("add", name, url)
        try await expectAnswer(home, ["call", name] + words, answer + "\n")
      }
    }

    @Test("arguments come from a file and from stdin")
    func wholeArguments() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let file = try home.scratch.write("arguments.json", #"{"a": 20, "b": 22}"#)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "--arguments", "@\(file)"], "{\"sum\":42}\n")
      let piped = try await home.mcpcred(
        "call", "demo", "add_numbers", "--arguments", "-", input: .text(#"{"a": 1, "b": 1}"#))
      #expect(piped.stdout == "{\"sum\":2}\n", "\(piped)")
    }

    @Test("a tool's own error is exit code 10, its text on stderr, its result on stdout with --json")
    func toolError() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let text = try await home.mcpcred("call", "demo", "fail", "message=not today")
      #expect(text.status == 10 && text.stdout.isEmpty && text.stderr == "  | not today\n", "\(text)")
      let json = try await home.mcpcred("call", "demo", "fail", "message=not today", "--json")
      #expect(json.status == 10 && json.stderr.isEmpty, "\(json)")
      #expect(try json.json()["isError"] == .bool(true))
      #expect(try json.json()["content"]?.elements.first?["text"] == .string("not today"))
    }

    @Test("a missing scope is exit code 9 with the login that asks for it; call --login runs it")
    func stepUp() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let scopes = "tools:read offline_access notes:write"
      let refused = try await home.mcpcred("call", "demo", "add_note", "text=milk")
      expectFailure(
        refused, 9, "demo wants more than this login may do; it takes the scopes \(scopes)",
        hints: ["mcpcred login demo --scope '\(scopes)'"])
      #expect(home.visited.count == 1)
      let mended = try await home.mcpcred("call", "demo", "add_note", "text=milk", "--login")
      #expect(mended.status == 0 && mended.stdout == "Noted.\n", "\(mended)")
      #expect(home.visited.count == 2)
      try await expectAnswer(home, ["call", "demo", "list_notes"], "{\"notes\":[\"milk\"]}\n")
    }

    @Test("token prints the token and nothing else, the same one until it must be renewed")
    func token() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let first = try await home.mcpcred("token", "demo")
      #expect(first.status == 0 && first.stderr.isEmpty && first.answer.hasPrefix("at_"), "\(first)")
      let json = try await home.mcpcred("token", "demo", "--min-valid", "2m", "--json")
      #expect(try json.json()["access_token"] == .string(first.answer), "\(json)")
      #expect(try json.json()["token_type"] == .string("Bearer"))
      #expect(try await server.refreshes() == 0)
      let longer = try await home.mcpcred("refresh", "demo", "--json")
      #expect(try longer.json()["generation"] == .number(2), "\(longer)")
      let second = try await home.mcpcred("token", "demo")
      #expect(second.answer.hasPrefix("at_") && second.answer != first.answer)
    }

    @Test("refresh --all renews every login, and --due what the schedule asks for")
    func refreshMany() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "one", server.mcp)
      _ = try await home.mcpcred("add", "two", server.second)
      _ = try await home.mcpcred("add", "open", server.open)
      let all = try await home.mcpcred("refresh", "--all", "--json")
      #expect(try all.json().elements.map { $0["name"]?.text } == ["one", "two"], "\(all)")
      #expect(try await server.refreshes() == 2)
      try await expectAnswer(home, ["refresh", "--due"], "")
      try await home.sql(
        """
        UPDATE grant SET due_at = unixepoch() - 1
        WHERE server_id IN (SELECT id FROM server WHERE name = 'two')
        """
      )
      let plan = try await home.mcpcred("refresh", "--due", "--dry-run", "--json")
      #expect(try plan.json().elements.map { $0["name"]?.text } == ["two"], "\(plan)")
      #expect(try await server.refreshes() == 2)
      try await expectAnswer(home, ["refresh", "--due"]) { $0.hasPrefix("refreshed two") }
      #expect(try await server.refreshes() == 3)
    }

    @Test("the server's name comes from its URL, with a number where it is taken")
    func derivedName() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let url = server.mcp.replacing("127.0.0.1", with: "localhost")
      let first = try await home.mcpcred("add", "--no-login", url)
      #expect(first.stdout == "added localhost\n", "\(first)")
      let second = try await home.mcpcred("add", "--no-login", url, "--json")
      #expect(try second.json()["name"] == .string("localhost-2"), "\(second)")
    }

    private func state(_ home: Workspace) async throws -> String? {
      let outcome = try await home.mcpcred("status", "demo", "--json")
      #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
      return try outcome.json().elements.first?["state"]?.text
    }
  }
}
