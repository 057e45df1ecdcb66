import Foundation
import Testing

extension EndToEnd {
  /// One server's answer that ends the process which asked for it keeps nothing else of the schedule from being done.
  @Suite(
    "Chores that crash",
    .enabled(if: ProcessInfo.processInfo.environment["MCPCRED_TEST_BINARIES"] == nil, "debug build only"))
  struct ChoreCrashTests {
    @Test("a crash in the middle of a revocation stops no refresh, and the next run begins with the next token")
    func due() async throws {
      let server = try await RunningDemoServer(lifetime: 900)
      let home = try await Self.owing(server)
      let crashed = try await home.mcpcred("refresh", "--due", with: ["MCPCRED_STOP_AT": "delivering"])
      Self.expectCrash(crashed, of: "taking back tokens at their authorization servers")
      #expect(try await home.sql("SELECT generation FROM grant WHERE state = 'active'") == "2")
      #expect(try await home.sql("SELECT count(*) FROM revocation") == "2")
      _ = try await home.mcpcred("refresh", "--due")
      // The one that the process died of waits; the other was delivered.
      #expect(try await home.sql("SELECT count(*) FROM revocation WHERE attempts = 2") == "1")
      #expect(try await home.sql("SELECT count(*) FROM revocation") == "1")
      try await home.sql("UPDATE revocation SET next_attempt_at = 0")
      #expect(try await home.mcpcred("refresh", "--due").status == 0)
      #expect(try await home.sql("SELECT count(*) FROM revocation") == "0")
    }

    @Test("a crash in the middle of a secret's renewal stops no refresh either")
    func renewal() async throws {
      let server = try await RunningDemoServer(lifetime: 900, behaviours: ["expiring_secrets", "rotating_secrets"])
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp, "--auth-method", "client_secret_basic")
      try await home.sql("UPDATE grant SET due_at = 1")
      try await home.sql(
        "UPDATE registration SET secret_expires_at = strftime('%s') + 60, secret_obtained_at = strftime('%s') - 3000")
      let crashed = try await home.mcpcred("refresh", "--due", with: ["MCPCRED_STOP_AT": "renewing"])
      Self.expectCrash(crashed, of: "renewing client secrets")
      #expect(try await home.sql("SELECT generation FROM grant") == "2")
      // It is not begun with at once again.
      #expect(try await home.mcpcred("refresh", "--due").status == 0)
      #expect(try await home.sql("SELECT renewal_failures FROM registration") == "1")
    }

    @Test("the refresher goes on after such a crash")
    func refresher() async throws {
      let server = try await RunningDemoServer(lifetime: 900)
      let home = try await Self.owing(server)
      let refresher = try home.start(["refresher"], with: ["MCPCRED_STOP_AT": "delivering"])
      _ = try await eventually("the crash") { refresher.stderr.contains("was ended before it was done") ? true : nil }
      #expect(try await home.sql("SELECT generation FROM grant WHERE state = 'active'") == "2")
      refresher.signal(SIGTERM)
      let outcome = try await refresher.end()
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix("refreshed demo"), "\(outcome)")
    }

    /// The login was refreshed, and what was not done is said.
    private static func expectCrash(_ outcome: Outcome, of work: String) {
      #expect(outcome.status == 7 && outcome.stdout.hasPrefix("refreshed demo"), "\(outcome)")
      #expect(
        outcome.errors == ["\(work) was ended before it was done; the next run goes on with the rest"], "\(outcome)")
      #expect(outcome.hints == ["mcpcred refresh --due"], "\(outcome)")
    }

    /// A login that is due, and another one that was revoked and whose tokens are still owed.
    private static func owing(_ server: RunningDemoServer) async throws -> Workspace {
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("add", "more", server.second)
      try await server.plan("status_500", at: "revocation", times: 2)
      _ = try await home.mcpcred("revoke", "more")
      try await home.sql("UPDATE grant SET due_at = 1 WHERE state = 'active'")
      try await home.sql("UPDATE revocation SET next_attempt_at = 0")
      return home
    }
  }
}
