import Foundation
import Testing

extension EndToEnd {
  /// SIGKILL at every numbered step of a refresh, and one further run. Only debug builds can be stopped so exactly.
  @Suite(
    "Crashes", .enabled(if: ProcessInfo.processInfo.environment["MCPCRED_TEST_BINARIES"] == nil, "debug build only"))
  struct CrashTests {
    @Test("at a server that allows a grace no login is lost, wherever a process is killed", arguments: CrashPoint.all)
    func grace(_ point: CrashPoint) async throws {
      let server = try await RunningDemoServer(behaviours: ["rotation_grace"])
      try await crash(point, server) { home in try await expectLife(point, home) }
    }

    @Test(
      "at a server that revokes the family on reuse a login is lost only between its rotation and our commit, and said so",
      arguments: CrashPoint.all)
    func strict(_ point: CrashPoint) async throws {
      let server = try await RunningDemoServer()
      try await crash(point, server) { home in
        guard !point.livesAtStrictServer else { return try await expectLife(point, home) }
        #expect(try await home.mcpcred("token", "demo").status == 4)
        let row = try await home.mcpcred("status", "demo", "--json").json().elements.first
        #expect(row?["cause"] == .string("interrupted_rotation"), "\(String(describing: row))")
        try await expectAnswer(home, ["login", "demo"], "logged in to demo\n")
      }
    }

    /// The one run more. After a failure that was recorded a program would be told to wait; a person is not.
    private func expectLife(_ point: CrashPoint, _ home: Workspace) async throws {
      if point.step == "recorded" { return try await expectAnswer(home, ["refresh", "demo"]) { !$0.isEmpty } }
      try await expectAnswer(home, ["token", "demo"]) { $0.hasPrefix("at_") }
    }

    /// An expired login, a refresh that is killed at the point, and then one run more.
    private func crash(
      _ point: CrashPoint, _ server: RunningDemoServer, then check: (Workspace) async throws -> Void
    ) async throws {
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await server.expireAccessTokens()
      try await home.age(by: 400)
      try await server.clearRequests()
      if let fault = point.fault { try await server.plan(fault, at: "refresh") }
      if !point.isStorable {
        try await home.sql(
          "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      }
      let killed = try await home.mcpcred("token", "demo", with: ["MCPCRED_STOP_AT": point.step])
      if point.isCaller {
        #expect(killed.status == 128 + SIGKILL, "\(killed)")
      } else if point.step != "committed" {
        // Who waited for a worker that is dead says what is known.
        expectFailure(
          killed, 7, "the process that refreshed demo was ended before it could tell what happened",
          hints: ["mcpcred refresh demo"])
      }
      #expect(killed.stdout.isEmpty == (point.step != "committed"), "\(killed)")
      if !point.isStorable { try await home.sql("DROP TRIGGER full") }
      // A worker that lives has the lock; whoever comes next waits for it.
      try await check(home)
      #expect(try await server.refreshes() == point.sent + point.more)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try await home.sql("SELECT count(*) FROM refresh_intent") == "0")
    }
  }
}
