import Foundation
import Testing

extension EndToEnd {
  /// Logins by way of a company's identity provider.
  @Suite("Enterprise-managed authorization")
  struct EnterpriseTests {
    private static let secret = "s3cret-of-the-company"

    /// A provider that has been logged in to.
    private func employ() async throws -> (RunningDemoServer, Workspace, said: Outcome) {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let redirect = "http://127.0.0.1:\(try await FreePort.find())/cb"
      _ = try await server.addClient(
        #"{"realm": "identity", "client_id": "at-provider", "client_secret": "\#(Self.secret)", "redirect_uris": ["\#(redirect)"], "#
          + #""grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"], "#
          + #""client_id_elsewhere": "at-server"}"#)
      _ = try await server.addClient(
        #"{"client_id": "at-server", "client_secret": "\#(Self.secret)", "#
          + #""grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"]}"#)
      let said = try await home.mcpcred(
        "add", "corp", server.issuer.replacing("/realm/demo", with: "/realm/identity"),
        "--as-identity-provider", "--client-id", "at-provider", "--client-secret-stdin", "--redirect-uri", redirect,
        "--verbose", input: .text(Self.secret + "\n"))
      #expect(said.status == 0 && said.stdout == "added corp\n", "\(said)")
      return (server, home, said)
    }

    private func add(_ name: String, _ url: String, _ home: Workspace) async throws -> Outcome {
      try await home.mcpcred(
        "add", name, url, "--grant", "enterprise", "--identity-provider", "corp", "--client-id", "at-server",
        "--client-secret-stdin", "--no-interactive", "--verbose", input: .text(Self.secret + "\n"))
    }

    @Test("one login at the provider serves two servers, without a second visit; no secret of it is kept or printed")
    func happy() async throws {
      let (server, home, first) = try await employ()
      var said = [first]
      for (name, url) in [("demo", server.mcp), ("second", server.second)] {
        let added = try await add(name, url, home)
        #expect(added.status == 0 && added.stdout == "added \(name)\n", "\(added)")
        said.append(added)
      }
      #expect(home.visited.count == 1)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      // The provider's clock is ahead of ours: what it refuses is renewed before it is shown to it again.
      try await server.advance(by: 400)
      said.append(try await home.mcpcred("refresh", "demo", "--verbose"))
      #expect(said.last?.status == 8, "\(said)")
      for words in [["refresh", "demo"], ["refresh", "--all"], ["status"], ["log"], ["list"]] {
        let outcome = try await home.run(words + ["--verbose"])
        #expect(outcome.status == 0, "\(outcome)")
        said.append(outcome)
      }
      let rows = try await home.mcpcred("status", "--json").json().elements
      #expect(rows.map { $0["kind"]?.text } == ["identity-provider", "mcp-server", "mcp-server"])
      #expect(rows.map { $0["identity_provider"]?.text } == [nil, "corp", "corp"])
      try expectClean(home, said)
    }

    /// ID tokens and assertions are JWTs, and so is nothing else there.
    private func expectClean(_ home: Workspace, _ said: [Outcome]) throws {
      let token = /eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/
      #expect("x eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln".contains(token))
      var canary = Canary()
      canary.plant(Self.secret, "client secret")
      for (path, data) in try home.files() where path != home.keyFile {
        #expect(canary.found(in: data) == [] && !String(decoding: data, as: UTF8.self).contains(token), "\(path)")
      }
      for outcome in said {
        let text = outcome.stdout + outcome.stderr
        #expect(canary.found(in: Data(text.utf8)) == [] && !text.contains(token))
      }
    }

    @Test("a refusal of the provider names it with its host; a provider that is needed is not removed")
    func refusals() async throws {
      let (server, home, _) = try await employ()
      #expect(try await add("demo", server.mcp, home).status == 0)
      try await server.behave("exchange_refused")
      expectFailure(
        try await home.mcpcred("refresh", "demo"), 8, "no token for demo: 127.0.0.1: asking corp for an assertion: ",
        hints: ["mcpcred status corp"])
      #expect(try await home.mcpcred("status", "corp", "--check").status == 0)
      try await server.behave(off: ["exchange_refused"])
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      expectFailure(
        try await home.mcpcred("remove", "corp"), 2, "corp is needed for logins to demo", hints: ["mcpcred remove demo"]
      )
      expectFailure(try await home.mcpcred("tools", "corp"), 2, "corp is an identity provider and has no tools")
      #expect(try await home.mcpcred("revoke", "corp").status == 0)
      expectFailure(
        try await home.mcpcred("refresh", "demo"), 4, "login required for corp: the tokens were revoked",
        hints: ["mcpcred login corp"])
      let added = try await add("second", server.second, home)
      #expect(added.status == 4 && added.hints == ["mcpcred login corp"], "\(added)")
    }

    @Test("the grant and its provider go together, and the provider has to be one")
    func mistakes() async throws {
      let home = try await Workspace.ready()
      let server = try await RunningDemoServer()
      for words in [["--grant", "enterprise"], ["--identity-provider", "corp"]] {
        expectFailure(
          try await home.run(["add", "demo", server.mcp] + words), 2,
          "--grant enterprise and --identity-provider go together")
      }
      expectFailure(try await add("demo", server.mcp, home), 3, "no server \"corp\"")
      for grant in ["client-credentials", "workload --assertion-file f", "enterprise --identity-provider corp"] {
        let words =
          ["add", "corp", server.issuer, "--as-identity-provider", "--grant"]
          + grant.split(separator: " ").map(String.init)
        expectFailure(try await home.run(words), 2, "--as-identity-provider is for a person's login")
      }
    }
  }
}
