import Foundation
import Testing

extension EndToEnd {
  /// Tokens that are bound to a key (DPoP), from a user's command line.
  @Suite("Bound tokens")
  struct BoundTests {
    @Test(
      "a login is used, refreshed and asked about by other processes, whatever nonces the server wants",
      arguments: [[], ["dpop_nonces"], ["dpop_rotating_nonces"]])
    func journey(nonces: [String]) async throws {
      let server = try await RunningDemoServer(behaviours: ["dpop_required", "no_id_token"] + nonces)
      let home = try await Workspace.ready()
      var said: [Outcome] = []
      func run(_ words: String..., prefix: String) async throws {
        let outcome = try await home.run(words + ["--verbose"])
        #expect(outcome.status == 0 && outcome.stdout.hasPrefix(prefix), "\(words): \(outcome)")
        said.append(outcome)
      }
      let scope = "tools:read offline_access openid"
      try await run("add", "demo", server.mcp, "--scope", scope, prefix: "added demo\n")
      try await run("add", "classic", server.legacy, prefix: "added classic\n")
      for name in ["demo", "classic"] {
        try await run("call", name, "add_numbers", "a=1", "b=2", prefix: "{\"sum\":3}\n")
        try await run("refresh", name, prefix: "refreshed \(name)")
        try await run("tools", name, prefix: "")
      }
      try await run("whoami", "demo", prefix: "ada ")
      try await run("login", "demo", prefix: "logged in to demo\n")
      try await run("revoke", "demo", prefix: "")
      try await run("log", prefix: "")
      let requests = try await server.requests()
      #expect(
        !requests.contains {
          $0["headers"]?["authorization"]?.text?.hasPrefix("Bearer") == true && $0["endpoint"]?.text == "mcp"
        })
      // A proof is a JWT: none is printed, and none is kept.
      let proof = Data("eyJ".utf8)
      for outcome in said {
        #expect(Data((outcome.stdout + outcome.stderr).utf8).range(of: proof) == nil, "\(outcome)")
      }
      for (path, data) in try home.files() {
        #expect(data.range(of: Data("eyJhbGciOiJFUzI1NiI".utf8)) == nil, "\(path)")
      }
    }

    @Test("a login in two steps is bound to the key that the first process made")
    func split() async throws {
      let server = try await RunningDemoServer(behaviours: ["dpop_required", "dpop_nonces"])
      let home = try await Workspace.ready()
      let begun = try await home.mcpcred("add", "demo", server.mcp, "--begin")
      #expect(begun.status == 0 && begun.stdout.contains("dpop_jkt="), "\(begun)")
      let answer = try await SplitTests.answer(to: begun.answer)
      let finished = try await home.mcpcred("login", "demo", "--finish", "-", input: .text(answer))
      #expect(finished.status == 0, "\(finished)")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
    }

    @Test("a login with a code is bound, too")
    func device() async throws {
      let server = try await RunningDemoServer(
        consent: "page", behaviours: ["dpop_required", "dpop_rotating_nonces"], interval: 1)
      let home = try await Workspace.ready()
      let program = try home.start(["add", "demo", server.mcp, "--device"])
      try await server.decide(try await DeviceTests.code(program), "allow")
      let outcome = try await program.end()
      #expect(outcome.status == 0 && outcome.stdout == "added demo\n", "\(outcome)")
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("a client's own login is bound, too")
    func client() async throws {
      let server = try await RunningDemoServer(behaviours: ["dpop_required", "dpop_nonces"])
      let home = try await Workspace.ready()
      let id = try await server.addClient(
        #"{"client_secret": "s3cret-of-the-job", "grant_types": ["client_credentials"]}"#)
      let added = try await home.mcpcred(
        "add", "demo", server.mcp, "--grant", "client-credentials", "--client-id", id, "--client-secret-stdin",
        "--no-interactive", input: .text("s3cret-of-the-job\n"))
      #expect(added.status == 0, "\(added)")
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("where nobody demands it a person can ask for it, and is told where that cannot be had")
    func asked() async throws {
      let server = try await RunningDemoServer(behaviours: ["dpop"])
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "plain", server.mcp)
      _ = try await home.mcpcred("add", "bound", server.second, "--dpop")
      #expect(try await home.mcpcred("login", "bound").status == 0)
      for command in ["list", "status"] {
        let rows = try await home.mcpcred(command, "--json").json().elements
        #expect(rows.map { $0["bound"] } == [.bool(true), .bool(false)], "\(rows)")
      }
      #expect(try await home.mcpcred("status", "bound").stdout.contains("bound token for "))
      #expect(try await home.mcpcred("login", "bound", "--no-dpop").status == 0)
      #expect(try await home.mcpcred("token", "bound").status == 0)
      let bare = try await RunningDemoServer()
      let refused = try await home.mcpcred("add", "other", bare.mcp, "--dpop")
      expectFailure(
        refused, 8,
        "discovery of other's authorization server: tokens bound to a key are wanted, with proofs signed with ES256; "
          + "the authorization server does not offer that (DPoP)", hints: ["mcpcred add other \(bare.mcp) --no-dpop"])
      #expect(try await bare.registrations() == 0)
    }

    @Test("a bound token is not handed out: exit code 13, and what to do instead")
    func token() async throws {
      let server = try await RunningDemoServer(behaviours: ["dpop_required"])
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let outcome = try await home.mcpcred("token", "demo")
      expectFailure(
        outcome, 13,
        "the token of demo is bound to a key (DPoP) that never leaves mcpcred: nobody else could use it",
        hints: ["mcpcred call demo TOOL"])
      #expect(outcome.stdout.isEmpty)
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 13, code: "bound_token")
    }

    @Test("a login from before a server demanded bound tokens is exit code 4, and a new one mends it")
    func byNow() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.behave("dpop_required")
      expectFailure(
        try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=2"), 4,
        "demo takes only tokens that are bound to a key (DPoP) by now, and those of this login are not",
        hints: ["mcpcred login demo --dpop"])
      #expect(try await home.mcpcred("login", "demo").status == 0)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }
  }
}
