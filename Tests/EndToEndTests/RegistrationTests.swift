import Testing

extension EndToEnd {
  /// What a person can do about registrations by hand.
  @Suite("Registration")
  struct RegistrationTests {
    private func rows(_ home: Workspace) async throws -> [JSON] {
      try await home.mcpcred("registration", "list", "--json").json().elements
    }

    @Test("the list says what needs each client, and shows no secret")
    func list() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      try await expectAnswer(home, ["registration", "list"], "")
      _ = try await home.mcpcred("add", "one", server.mcp, "--auth-method", "client_secret_post")
      _ = try await home.mcpcred("login", "one", "--account", "work")
      _ = try await home.mcpcred("add", "two", server.second, "--own-registration")
      let rows = try await rows(home)
      #expect(rows.count == 2)
      let shared = try #require(rows.first { $0["own"] == .bool(false) })
      #expect(
        shared["auth_method"] == .string("client_secret_post") && shared["manageable"] == .bool(true), "\(shared)")
      #expect(shared["logins"]?.elements.compactMap { $0["account"]?.text } == ["default", "work"])
      let own = try #require(rows.first { $0["own"] == .bool(true) })
      #expect(own["server"] == .string("two"))
      let text = try await home.mcpcred("registration", "list").stdout
      #expect(text.contains("one, one/work") && text.contains("two's own, two"), "\(text)")
      // The demo server's secrets begin with `secret_`, and so do these names.
      let said = (text + "\(rows)").replacing("client_secret_", with: "").replacing("secret_expires_at", with: "")
      #expect(!said.contains("secret_"), "\(said)")
    }

    @Test("check asks; a client that the server has forgotten is taken out of use, and the next login makes another")
    func check() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "demo", server.mcp, "--json").json()["client_id"]?.text ?? ""
      let alive = try await home.mcpcred("registration", "check", "demo")
      #expect(alive.status == 0 && alive.stdout.contains("  alive  "), "\(alive)")
      try await server.forgetClients()
      let gone = try await home.mcpcred("registration", "check")
      #expect(gone.status == 8 && gone.stdout.contains("  gone: "), "\(gone)")
      #expect(gone.stderr.contains("mcpcred: hint: mcpcred login demo\n"), "\(gone)")
      #expect(try await rows(home).first?["state"] == .string("retired"))
      let second = try await home.mcpcred("login", "demo", "--json").json()["client_id"]?.text
      #expect(second != nil && second != first)
    }

    @Test("rotate gives another secret where the server does, and another client where it does not")
    func rotate() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("rotating_secrets")
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp, "--auth-method", "client_secret_basic")
      let secret = try await home.mcpcred("registration", "rotate", "demo", "--json").json()
      #expect(secret["result"] == .string("new_secret"), "\(secret)")
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      try await server.behave("registration_updates_forbidden")
      let client = try await home.mcpcred("registration", "rotate", "demo")
      #expect(client.status == 0 && client.stderr.contains("mcpcred: hint: mcpcred login demo\n"), "\(client)")
      // The login goes on with the client it was made with.
      #expect(try await home.mcpcred("refresh", "demo").status == 0)
      let rows = try await rows(home)
      #expect(rows.map { $0["state"]?.text } == ["active", "retired"])
      #expect(try await home.mcpcred("login", "demo", "--json").json()["client_id"] == rows[0]["client_id"])
    }

    @Test("delete refuses what is in use, unless a person insists")
    func delete() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let id = try await rows(home).first?["id"]?.text ?? ""
      try expectFailureObject(
        try await home.mcpcred("registration", "delete", id, "--json"), 13, code: "registration_in_use")
      let forced = try await home.mcpcred("registration", "delete", "demo", "--force", "--json")
      #expect(try forced.json()["result"] == .string("deleted"), "\(forced)")
      // With the client go its tokens: nobody is told to wait.
      let row = try await home.mcpcred("status", "demo", "--json").json().elements.first
      #expect(row?["state"] == .string("login-required") && row?["cause"] == .string("registration_deleted"))
      #expect(try await home.mcpcred("refresh", "demo").status == 4)
      expectFailure(
        try await home.mcpcred("registration", "delete", "nobody"), 3,
        "no registration \"nobody\", and no login of a server of that name", hints: ["mcpcred registration list"])
    }

    @Test("a way to authenticate that the server refused is remembered, and shown")
    func refusedMethod() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let id = try await server.addClient(
        #"{"redirect_uris": ["\#(redirect)"], "client_secret": "s3cret", "token_endpoint_auth_method": "client_secret_post"}"#
      )
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--client-id", id, "--client-secret-stdin", "--redirect-uri", redirect,
        input: .text("s3cret\n"))
      #expect(added.status == 0 && added.stderr.contains("does not take client_secret_basic"), "\(added)")
      #expect(try await rows(home).first?["refused_auth_methods"]?.elements == [.string("client_secret_basic")])
      let list = try await home.mcpcred("registration", "list")
      #expect(list.stderr == "mcpcred: \(server.issuer) does not take client_secret_basic\n", "\(list)")
      let status = try await home.mcpcred("status")
      #expect(status.stderr == "mcpcred: \(server.issuer) does not take client_secret_basic\n", "\(status)")
      let row = try await home.mcpcred("status", "--json").json().elements.first
      #expect(row?["refused_auth_methods"]?.elements == [.string("client_secret_basic")])
    }

    @Test("a client that a person made is theirs to renew, and is forgotten here only")
    func given() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/callback"
      let id = try await server.addClient(#"{"redirect_uris": ["\#(redirect)"]}"#)
      _ = try await home.mcpcred("add", "demo", server.mcp, "--client-id", id, "--redirect-uri", redirect)
      try expectFailureObject(
        try await home.mcpcred("registration", "rotate", id, "--json"), 2, code: "not_registered_here")
      _ = try await home.mcpcred("remove", "demo")
      let deleted = try await home.mcpcred("registration", "delete", id, "--json").json()
      #expect(deleted["result"] == .string("not_supported"))
      #expect(try await rows(home).isEmpty)
    }
  }
}
