import Testing

extension EndToEnd {
  /// docs/cli.md is what scripts rely on: it says neither more nor less than the program does.
  @Suite("Contract")
  struct ContractTests {
    @Test("the page lists every command's options and arguments, and no others")
    func options() async throws {
      let contract = try Contract.read()
      let tree = try await CommandTree.read(try Workspace())
      #expect(Set(tree.options.keys) == Set(CommandTree.names + ["mcpcred"]))
      #expect(contract.names("options") == Set(tree.options.keys))
      for (command, words) in tree.options {
        let listed = contract.tables["options: \(command)"] ?? []
        #expect(Set(listed) == words, "\(command)")
        #expect(Set(listed).count == listed.count, "\(command) lists one twice")
      }
    }

    @Test("the page lists every member of the JSON answers, and no others")
    func members() async throws {
      let contract = try Contract.read()
      let answers = try await answers()
      #expect(contract.names("json") == Set(answers.keys))
      for (name, answer) in answers {
        let objects = answer.elements.isEmpty ? [answer] : answer.elements
        for object in objects {
          #expect(Set(object.members.keys) == Set(contract.tables["json: \(name)"] ?? []), "\(name): \(answer)")
        }
      }
    }

    @Test("the page lists the exit codes in order, each once")
    func exitCodes() throws {
      let codes = try #require(try Contract.read().tables["exit-codes"]).compactMap { Int32($0) }
      #expect(codes == Array(0...14) + [126, 127, 130])
    }

    @Test("what the tests of bad input see is on the page, with its exit code")
    func errorCodes() throws {
      let contract = try Contract.read()
      let codes = Set(contract.tables["error-codes"] ?? [])
      for mistake in Mistake.all { #expect(codes.contains(mistake.code), "\(mistake.code)") }
    }

    /// A real answer of each command.
    private func answers() async throws -> [String: JSON] {
      let server = try await RunningDemoServer()
      let crontab = try FakeCrontab()
      let home = try Workspace(with: crontab.environment)
      var answers: [String: JSON] = [:]
      func run(_ name: String, _ words: String...) async throws {
        let outcome = try await home.run(name.split(separator: " ").map { String($0) } + words + ["--json"])
        #expect(outcome.status == 0, "\(outcome)")
        answers[name] = try outcome.json()
      }
      try await run("init", "--key-provider", "file")
      try await run("add", "demo", server.mcp)
      try await run("login", "demo")
      answers["login --begin"] = try await home.mcpcred("login", "demo", "--begin", "--json").json()
      try await run("list")
      try await run("status")
      try await run("tools", "demo")
      for list in ["resources", "templates", "prompts", "ping"] { try await run(list, "demo") }
      try await run("call", "demo", "add_numbers", "a=1", "b=2")
      try await run("token", "demo")
      try await run("headers", "demo")
      try await run("host list", "--all")
      try await run("host show", "cursor", "demo")
      try await run("host add", "cursor", "demo")
      try await run("host import", "cursor")
      try await run("host remove", "cursor", "demo")
      try await run("refresh", "demo")
      try await run("log")
      try await run("whoami", "demo")
      try await run("account", "demo")
      let all = try await home.mcpcred("refresh", "--all", "--json").json().elements.first
      #expect(all.map { Set($0.members.keys) } == answers["refresh"].map { Set($0.members.keys) })
      let key = try ClientKeyTests.write(ClientKeyTests.pem, in: home)
      try await run("client-metadata", "--url", "https://client.example/mcpcred.json", "--private-key-file", key)
      try await run("registration list")
      try await run("registration check")
      try await run("registration rotate", "demo")
      try await run("timer install", "--cron")
      try await run("timer status")
      try await run("timer remove")
      try await run("revoke", "demo")
      try await run("remove", "demo")
      let client = try await home.mcpcred("registration", "list", "--json").json().elements.first
      try await run("registration delete", client?["id"]?.text ?? "")
      answers["error"] = try await home.mcpcred("token", "demo", "--json").errorObjects().first
      return answers
    }
  }
}
