import Foundation
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

    @Test("it outlives the server it was made for, where the authorization server does not let it be deleted")
    func afterRemove() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("no_registration_management")
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "demo", server.mcp, "--json").json()
      try await expectAnswer(home, ["remove", "demo"], "removed demo\n")
      let second = try await home.mcpcred("add", "demo", server.mcp, "--json").json()
      #expect(first["client_id"]?.text != nil && first["client_id"] == second["client_id"])
      try await expectAnswer(home, ["login", "demo"], "logged in to demo\n")
      #expect(try await server.registrations() == 1)
    }

    @Test("it is deleted with the last server that uses it")
    func deleted() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let first = try await home.mcpcred("add", "one", server.mcp, "--json").json()
      _ = try await home.mcpcred("add", "two", server.second)
      try await expectAnswer(home, ["remove", "one"], "removed one\n")
      #expect(try await home.mcpcred("refresh", "two").status == 0)
      let removed = try await home.mcpcred("remove", "two")
      #expect(removed.status == 0 && removed.stderr.contains("mcpcred: deleted client "), "\(removed)")
      let next = try await home.mcpcred("add", "one", server.mcp, "--json").json()
      #expect(first["client_id"]?.text != nil && first["client_id"] != next["client_id"])
      #expect(try await server.registrations() == 2)
    }

    @Test("--own-registration gives a server a client that no other server uses")
    func own() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let own = try await home.mcpcred("add", "one", server.mcp, "--own-registration", "--json").json()
      let shared = try await home.mcpcred("add", "two", server.second, "--json").json()
      #expect(own["client_id"]?.text != nil && own["client_id"] != shared["client_id"])
      #expect(try await home.mcpcred("login", "one", "--json").json()["client_id"] == own["client_id"])
    }

    @Test("a server that wants an initial access token says so, and takes it from a file")
    func initialAccessToken() async throws {
      let server = try await RunningDemoServer()
      try await server.behave("require_initial_access_token")
      let home = try await Workspace.ready()
      let refused = try await home.mcpcred("add", "demo", server.mcp)
      #expect(refused.status == 8, "\(refused)")
      #expect(refused.stderr.contains("mcpcred add demo \(server.mcp) --initial-access-token-file PATH"), "\(refused)")
      let path = "\(home.scratch.path)/initial"
      try (try await server.initialAccessToken() + "\n").write(toFile: path, atomically: true, encoding: .utf8)
      let added = try await home.mcpcred("add", "demo", server.mcp, "--initial-access-token-file", path)
      #expect(added.status == 0, "\(added)")
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
