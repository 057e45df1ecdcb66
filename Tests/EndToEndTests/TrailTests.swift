import Foundation
import Testing

extension EndToEnd {
  /// What `log` tells of what the other commands did.
  @Suite("Trail")
  struct TrailTests {
    @Test("it tells of each login, refresh, refusal and revocation, with cause, words and who asked")
    func story() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("refresh", "demo")
      try await server.plan("status_429", at: "refresh")
      _ = try await home.mcpcred("refresh", "demo")
      try await server.plan("invalid_grant", at: "refresh")
      _ = try await home.mcpcred("refresh", "demo")
      _ = try await home.mcpcred("login", "demo")
      _ = try await home.mcpcred("remove", "demo")
      let outcome = try await home.mcpcred("log", "--json")
      #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
      let events = try outcome.json().elements
      #expect(
        events.compactMap { $0["event"]?.text } == [
          "registered", "login", "refreshed", "refresh-failed", "refresh-refused", "login", "revoked", "revoked",
          "revocation-queued",
          "revoked", "revoked", "server-removed", "registration-deleted",
        ])
      #expect(events[2]["cause"] == .string("forced") && events[2]["generation"] == .number(2))
      #expect(events[4]["cause"]?.text != nil)
      #expect(events.allSatisfy { $0["actor"]?.text?.isEmpty == false }, "\(events)")
      // The server is gone, and its story is there: by its name, as text, the newest last.
      let text = try await home.mcpcred("log", "demo", "--limit", "2")
      let lines = text.stdout.split(separator: "\n")
      #expect(text.status == 0 && lines.count == 2, "\(text)")
      #expect(lines.last?.contains("registration-deleted") == true, "\(text)")
      #expect(try await home.mcpcred("log", "--server", "demo", "--json").json().elements.count == 12)
      #expect(try await home.mcpcred("log", "demo", "--since", "1h", "--json").json().elements.count == 12)
      expectFailure(
        try await home.mcpcred("log", "dema"), 3, "no server \"dema\"", hints: ["mcpcred list"])
    }

    @Test("a login that the person denies is told")
    func denied() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      try await server.setConsent("deny")
      #expect(try await home.mcpcred("add", "demo", server.mcp).status == 9)
      let last = try await home.mcpcred("log", "--json").json().elements.last
      #expect(last?["event"] == .string("login-failed") && last?["cause"] == .string("access_denied"), "\(last as Any)")
    }

    @Test("hand-outs are counted for each program and token, by token and by call")
    func handOuts() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for _ in 0..<3 { #expect(try await home.mcpcred("token", "demo").status == 0) }
      #expect(try await home.mcpcred("token", "demo", "--json").status == 0)
      #expect(try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=1").status == 0)
      #expect(try await home.mcpcred("call", "demo", "fail", "message=x").status == 10)
      _ = try await home.mcpcred("refresh", "demo")
      #expect(try await home.mcpcred("token", "demo").status == 0)
      let rows = try await home.mcpcred("log", "--json").json().elements.filter { $0["event"] == .string("handed-out") }
      // At the turn of an hour they are in two rows.
      var counts: [Int: Int] = [:]
      for row in rows { counts[row["generation"]?.integer ?? 0, default: 0] += row["count"]?.integer ?? 0 }
      #expect(counts == [1: 6, 2: 1], "\(rows)")
    }

    @Test("a registry that another process holds costs a hand-out nothing")
    func locked() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let holder = try RunningProgram(
        "/usr/bin/env",
        [
          "python3", "-c",
          """
          import sqlite3, sys
          connection = sqlite3.connect(sys.argv[1], isolation_level=None)
          connection.execute("BEGIN IMMEDIATE")
          print("held", flush=True)
          sys.stdin.read()
          """, home.registry,
        ], environment: Program.environment, input: .open)
      #expect(try await holder.firstLine() == "held")
      let token = try await home.mcpcred("token", "demo")
      #expect(token.status == 0 && token.stderr.isEmpty && token.answer.hasPrefix("at_"), "\(token)")
      holder.closeInput()
      _ = try await holder.end()
      let events = try await home.mcpcred("log", "--json").json().elements
      #expect(!events.contains { $0["event"] == .string("handed-out") })
    }
  }
}
