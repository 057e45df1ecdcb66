import Testing

extension EndToEnd {
  /// With the key in a real Secret Service, each test on a bus of its own.
  @Suite(
    "Keyring",
    .enabled(
      if: PrivateKeyring.canRun,
      "needs dbus, gnome-keyring and secret-tool: run scripts/with-keyring, which sets MCPCRED_TEST_SECRET_SERVICE=1"))
  struct KeyringTests {
    private static let attributes = ["app", "mcpcred", "purpose", "key-encryption-key"]

    @Test("without init the first login makes a key there, and everything works with it")
    func journey() async throws {
      let (server, keyring) = (try await RunningDemoServer(lifetime: 4), try await PrivateKeyring())
      try await keyring.start()
      let home = try Workspace(with: keyring.environment)
      let added = try await home.mcpcred("add", "demo", server.mcp)
      #expect(added.status == 0 && added.stdout == "added demo\n", "\(added)")
      #expect(added.stderr.contains("mcpcred: made a new key for this registry, kept in the Secret Service\n"))
      #expect(try await items(keyring) == 1)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await server.refreshes() >= 1)
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["add", "more", server.second], "added more\n")
      try await expectAnswer(home, ["revoke", "demo"], "revoked demo\n")
      try await expectAnswer(home, ["login", "demo"], "logged in to demo\n")
      try await expectAnswer(home, ["remove", "demo"], "removed demo\n")
      #expect(try await items(keyring) == 1)
      #expect(!Places.exists(home.keyFile))
    }

    @Test("a key that is gone is exit code 5, and none is made in its place")
    func missingKey() async throws {
      let (server, keyring) = (try await RunningDemoServer(), try await PrivateKeyring())
      try await keyring.start()
      let home = try Workspace(with: keyring.environment)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await keyring.secretTool("clear", "app", "mcpcred")
      let wrapped = try await home.sql("SELECT hex(wrapped) FROM wrapped_data_key")
      expectFailure(
        try await home.mcpcred("token", "demo"), 5,
        "the Secret Service has no key for this registry, although one was made; nothing was replaced")
      try expectFailureObject(try await home.mcpcred("refresh", "demo", "--json"), 5, code: "key_absent")
      #expect(try await home.mcpcred("add", "more", server.second).status == 5)
      #expect(try await items(keyring) == 0)
      #expect(try await home.sql("SELECT hex(wrapped) FROM wrapped_data_key") == wrapped)
      #expect(try await home.mcpcred("status").status == 0)
    }

    @Test("a locked keyring is exit code 5, and once it is unlocked all is as before")
    func locked() async throws {
      let (server, keyring) = (try await RunningDemoServer(), try await PrivateKeyring())
      try await keyring.start()
      let home = try Workspace(with: keyring.environment)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let token = try await home.mcpcred("token", "demo").answer
      try await keyring.lock()
      for words in [["token", "demo"], ["headers", "demo"], ["exec", "demo", "--", "true"]] {
        expectFailure(try await home.run(words), 5, "the keyring is locked")
      }
      try expectFailureObject(try await home.mcpcred("call", "demo", "who_am_i", "--json"), 5, code: "key_locked")
      #expect(try await home.mcpcred("refresh", "--all").status == 5)
      #expect(try await home.mcpcred("list").status == 0)
      #expect(try await home.mcpcred("status", "--check").status == 0)
      try await keyring.stop()
      expectFailure(try await home.mcpcred("token", "demo"), 5, "the Secret Service cannot be reached")
      try await keyring.start()
      #expect(try await home.mcpcred("token", "demo").answer == token)
      #expect(try await server.refreshes() == 0)
    }

    @Test("another key in its place is exit code 6, and the right one works again")
    func wrongKey() async throws {
      let (server, keyring) = (try await RunningDemoServer(), try await PrivateKeyring())
      try await keyring.start()
      let home = try Workspace(with: keyring.environment)
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let registry = try await home.sql("SELECT lower(hex(id)) FROM registry")
      let attributes = Self.attributes + ["registry", registry]
      let right = try await Program.tool(
        "secret-tool", ["lookup"] + attributes, environment: Program.environment.merging(keyring.environment) { $1 })
      try await store(String(repeating: "5a", count: 32), attributes, keyring)
      expectFailure(
        try await home.mcpcred("token", "demo"), 6, "the Secret Service holds another key than this registry's")
      try await store(right, attributes, keyring)
      #expect(try await home.mcpcred("token", "demo").status == 0)
    }

    private func store(_ key: String, _ attributes: [String], _ keyring: PrivateKeyring) async throws {
      try await keyring.secretTool("clear", "app", "mcpcred")
      try await Program.tool(
        "secret-tool", ["store", "--label=test"] + attributes,
        environment: Program.environment.merging(keyring.environment) { $1 }, input: key)
    }

    private func items(_ keyring: PrivateKeyring) async throws -> Int {
      let found = try await keyring.secretTool("search", "--all", "app", "mcpcred", "purpose", "key-encryption-key")
      return found.split(separator: "\n").count { $0.hasPrefix("label = mcpcred registry key") }
    }
  }
}
