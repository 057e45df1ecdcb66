import Testing

extension EndToEnd {
  /// One client registration for all servers of an issuer, counted where it arrives.
  @Suite("One registration")
  struct OneRegistrationTests {
    @Test("two servers of one issuer cost exactly one registration request")
    func shared() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "one", server.mcp, "--json").json()
      let second = try await home.mcpcred("add", "two", server.second, "--json").json()
      #expect(try await server.registrations() == 1)
      #expect(first["client_id"]?.text != nil && first["client_id"] == second["client_id"])
      #expect(first["registration"] == .string("dynamic"))
    }

    @Test("it outlives the server it was made for")
    func afterRemove() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "demo", server.mcp, "--json").json()
      try await expectAnswer(home, ["remove", "demo"], "removed demo\n")
      let second = try await home.mcpcred("add", "demo", server.mcp, "--json").json()
      #expect(first["client_id"]?.text != nil && first["client_id"] == second["client_id"])
      try await expectAnswer(home, ["login", "demo"], "logged in to demo\n")
      #expect(try await server.registrations() == 1)
    }

    @Test("a login that failed leaves its registration for the next try")
    func afterDenial() async throws {
      let server = try await RunningDemoServer(consent: "deny")
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "demo", server.mcp).status == 9)
      try await server.setConsent("allow")
      try await expectAnswer(home, ["add", "demo", server.mcp], "added demo\n")
      #expect(try await server.registrations() == 1)
    }

    @Test("--new-registration makes another one, which is then the one in use")
    func another() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "one", server.mcp, "--json").json()
      let second = try await home.mcpcred("login", "one", "--new-registration", "--json").json()
      #expect(try await server.registrations() == 2)
      #expect(second["client_id"]?.text != nil && first["client_id"] != second["client_id"])
      let third = try await home.mcpcred("add", "two", server.second, "--json").json()
      #expect(third["client_id"] == second["client_id"])
      #expect(try await server.registrations() == 2)
    }

    @Test("two first logins at once end with both servers added")
    func atOnce() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      async let first = home.mcpcred("add", "one", server.mcp)
      async let second = home.mcpcred("add", "two", server.second)
      let outcomes = try await [first, second]
      #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes)")
      let names = try await home.mcpcred("list", "--json").json().elements.map { $0["name"]?.text }
      #expect(names == ["one", "two"])
    }
  }
}
