import Foundation
import Testing

extension EndToEnd {
  /// What `status` tells of times.
  @Suite("Status")
  struct StatusTests {
    @Test("a good login tells what is left of its token, when it was refreshed, and when that is done next")
    func good() async throws {
      let server = try await RunningDemoServer(lifetime: 3590)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await expectAnswer(home, ["status"]) {
        $0.contains("  ok  token for 59 min, refreshed ") && $0.contains(" s ago, next refresh in ")
      }
      // The server keeps its refresh token and says how long it lives: that is told apart from the pair's age.
      try await home.sql(
        "UPDATE grant SET refresh_obtained_at = unixepoch() - 7300, refresh_lifetime = 7300 + 3 * 86400 + 100")
      try await expectAnswer(home, ["status", "demo"]) {
        $0.contains("refresh token from 2 h ago, dies in 3 d if not refreshed")
      }
      let json = try await home.mcpcred("status", "demo", "--json").json().elements.first
      #expect(json?["refresh_expires_at"]?.text != nil && json?["next_refresh_at"] == json?["due_at"])
      #expect(json?["default"] == .bool(true) && json?["failing_since"] == .null)
    }

    @Test("a failing login tells how often, since when, in whose words, and when it is tried again")
    func failing() async throws {
      let server = try await RunningDemoServer(lifetime: 3590)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await home.sql(
        """
        UPDATE grant SET fail_count = 4, failing_since = unixepoch() - 7300, last_failure = 'request_rejected',
        last_failure_at = unixepoch() - 330, last_failure_detail = 'too ' || char(27) || '[31m busy', next_attempt_at =
        unixepoch() + 700
        """)
      try await home.sql("UPDATE grant SET fail_count = 2")
      let text = try await home.mcpcred("status", "--check")
      #expect(text.status == 7, "\(text)")
      #expect(
        text.stdout.contains(
          "retrying  token for 59 min, refresh failed 2x, last 5 min ago (request_rejected: \"too \u{FFFD}[31m busy\"), "
            + "next try in 11 min"), "\(text)")
      try await home.sql(
        """
        UPDATE grant SET state = 'login_required', state_cause = 'invalid_grant', state_since = unixepoch() - 7300,
        last_failure_detail = 'token revoked'
        """)
      let lost = try await home.mcpcred("status", "--check")
      #expect(lost.status == 11 && lost.stdout.contains("invalid_grant since 2 h, \"token revoked\""), "\(lost)")
      #expect(lost.hints == ["mcpcred login demo"])
    }

    @Test(
      "a default account that is revoked needs a person, another does not; so does a key that does not open, where it is asked for"
    )
    func attention() async throws {
      let server = try await RunningDemoServer(lifetime: 3590)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("login", "demo", "--account", "work")
      #expect(try await home.mcpcred("revoke", "demo", "--account", "work").status == 0)
      let other = try await home.mcpcred("status", "--check", "--key")
      #expect(other.status == 0 && other.hints.isEmpty, "\(other)")
      #expect(try await home.mcpcred("revoke", "demo").status == 0)
      let revoked = try await home.mcpcred("status", "--check")
      #expect(revoked.status == 11 && revoked.hints == ["mcpcred login demo"], "\(revoked)")
      #expect(try await home.mcpcred("login", "demo").status == 0)
      try await Program.tool("mv", [home.keyFile, "\(home.keyFile).away"])
      #expect(try await home.mcpcred("status", "--check").status == 0)
      let locked = try await home.mcpcred("status", "--check", "--key")
      #expect(locked.status == 11 && locked.stderr.contains("warning: the key does not open: "), "\(locked)")
    }

    @Test("metrics are read by a strict reader, whatever an account is called, and are those of the page")
    func prometheus() async throws {
      let server = try await RunningDemoServer(lifetime: 3590)
      let home = try await Workspace.ready()
      let account = #"a"b\c, {x="1"} é"#
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("login", "demo", "--account", account)
      _ = try await home.mcpcred("add", "open", server.open)
      try await home.sql(
        """
        UPDATE grant SET fail_count = 3, last_failure = 'ambiguous', last_failure_at = 1700000000, refresh_obtained_at =
        1700000000, refresh_lifetime = 1000 WHERE account <> 'default'
        """)
      let outcome = try await home.mcpcred("status", "--format", "prometheus")
      #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
      let metrics = try Exposition(outcome.stdout)
      #expect(metrics.families.map(\.name) == (try Contract.read().tables["metrics"] ?? []))
      #expect(metrics.families.allSatisfy { $0.type == "gauge" && !$0.help.isEmpty })
      let labels = ["server": "demo", "account": account, "issuer": server.issuer]
      #expect(metrics.value("mcpcred_login_state", labels.merging(["state": "retrying"]) { $1 }) == 1)
      #expect(metrics.value("mcpcred_login_state", labels.merging(["state": "ok"]) { $1 }) == 0)
      #expect(metrics.value("mcpcred_refresh_failures", labels) == 3)
      #expect(
        metrics.value("mcpcred_last_failure_timestamp_seconds", labels.merging(["failure": "ambiguous"]) { $1 })
          == 1_700_000_000)
      #expect(metrics.value("mcpcred_refresh_token_expires_timestamp_seconds", labels) == 1_700_001_000)
      let other = ["server": "demo", "account": "default"]
      #expect(metrics.value("mcpcred_refresh_token_expires_timestamp_seconds", other) == nil)
      let left = try #require(metrics.value("mcpcred_access_token_expires_timestamp_seconds", other))
      #expect((3500...3601).contains(left - Date().timeIntervalSince1970))
      #expect(metrics.value("mcpcred_login_state", ["server": "open", "state": "open", "issuer": ""]) == 1)
      expectFailure(
        try await home.mcpcred("status", "--format", "xml"), 2, "the value 'xml' is invalid for '--format <format>'")
      #expect(try await home.mcpcred("status", "--format", "prometheus", "--json").status == 2)
    }
  }
}
