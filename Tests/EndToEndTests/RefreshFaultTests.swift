import Testing

extension EndToEnd {
  /// Authorization servers that go wrong while a login is renewed.
  @Suite("Refresh faults")
  struct RefreshFaultTests {
    @Test("a fault has its exit code and state, and the login lives where it can", arguments: RefreshFault.all)
    func faults(_ fault: RefreshFault) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.plan(fault.name, at: "refresh", times: fault.times, more: fault.more)
      let outcome = try await home.mcpcred("refresh", "demo")
      #expect(outcome.status == fault.status && outcome.stdout.isEmpty == (fault.status != 0), "\(outcome)")
      #expect(outcome.errors.count == (fault.status == 0 ? 0 : 1) && outcome.hints.count <= 2, "\(outcome)")
      let row = try await row(home)
      #expect(row["state"] == .string(fault.state), "\(row)")
      #expect(row["last_failure"] == fault.failure.map { .string($0) } ?? .null, "\(row)")
      let check: Int32 = fault.state == "ok" ? 0 : fault.state == "retrying" ? 7 : 11
      #expect(try await home.mcpcred("status", "--check").status == check)
      // The access token is still good, and still served.
      #expect(try await home.mcpcred("token", "demo").status == 0)
      let again = try await home.mcpcred("refresh", "demo")
      #expect(again.status == fault.nextStatus, "\(again)")
      if fault.nextStatus != 0 { try await expectAnswer(home, ["login", "demo"], "logged in to demo\n") }
      #expect(try await self.row(home)["state"] == .string("ok"))
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(home.visited.count == (fault.nextStatus == 0 ? 1 : 2))
    }

    @Test("a server that says when to come back is believed")
    func retryAfter() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.plan("status_503", at: "refresh", more: #", "retry_after": 120"#)
      let outcome = try await home.mcpcred("refresh", "demo", "--json")
      try expectFailureObject(outcome, 7, code: "http_failure")
      #expect(try outcome.errorObjects().first?["retry_after"] == .number(120), "\(outcome)")
    }

    @Test("a server that is down is exit code 7; when it is back the login is")
    func down() async throws {
      let server = try await RunningDemoServer(lifetime: 4)
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      let added = try await home.mcpcred("add", "demo", proxy.address(server.mcp))
      #expect(added.status == 0, "\(added)")
      proxy.stop()
      let call = try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=2")
      expectFailure(call, 7, "refresh of demo: http://127.0.0.1:", hints: ["mcpcred status demo"])
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 7, code: "backing_off")
      try expectFailureObject(try await home.mcpcred("refresh", "demo", "--json"), 7, code: "unreachable")
      #expect(try await home.mcpcred("refresh", "--all").status == 7)
      #expect(try await row(home)["last_failure"] == .string("transient_network"))
      try await proxy.start()
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      #expect(try await row(home)["failures"] == .number(0))
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(home.visited.count == 1)
    }

    @Test("a refresh token that the server did not replace stays in use")
    func notRotated() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.plan("no_refresh_token", at: "refresh", times: 2)
      for _ in 0..<4 { try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") } }
      #expect(try await row(home)["generation"] == .number(5))
    }

    @Test("a token of unknown lifetime is used until the server says otherwise")
    func unknownLifetime() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      try await server.plan("no_expires_in", at: "code_exchange")
      _ = try await home.mcpcred("add", "demo", server.mcp)
      #expect(try await row(home)["expires_at"] == .null)
      try await server.clearRequests()
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await server.refreshes() == 0)
      try await server.expireAccessTokens()
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await server.refreshes() == 1)
    }

    @Test("a revocation that does not arrive is queued, and delivered by refresh --due")
    func queuedRevocation() async throws {
      let server = try await RunningDemoServer()
      let proxy = try await RecordingProxy(to: server)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", proxy.address(server.mcp))
      proxy.stop()
      let outcome = try await home.mcpcred("revoke", "demo")
      #expect(outcome.status == 7 && outcome.errors.count == 1, "\(outcome)")
      #expect(try await row(home)["state"] == .string("revoked"))
      #expect(try await home.mcpcred("token", "demo").status == 4)
      try await proxy.start()
      try await home.sql("UPDATE revocation SET next_attempt_at = 0")
      #expect(try await home.mcpcred("refresh", "--due").status == 0)
      let delivered = try await server.requests().filter { $0["endpoint"]?.text == "revocation" }
      #expect(!delivered.isEmpty && delivered.allSatisfy { $0["status"]?.integer == 200 }, "\(delivered)")
      #expect(try await home.sql("SELECT count(*) FROM revocation") == "0")
    }

    private func row(_ home: Workspace) async throws -> JSON {
      try await home.mcpcred("status", "demo", "--json").json().elements.first ?? .null
    }
  }
}
