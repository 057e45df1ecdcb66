import Foundation
import Testing

extension EndToEnd {
  /// Rows with numbers that no program of ours writes. What cannot be done is an error with its code; nothing crashes.
  @Suite("Damaged numbers")
  struct DamagedNumberTests {
    /// What reads, and what acts.
    private static let commands = [
      ["status"], ["status", "--json"], ["status", "--format", "prometheus"], ["list"], ["log"], ["log", "--json"],
      ["registration", "list"], ["registration", "list", "--json"], ["timer", "status"],
      ["refresh", "--due", "--dry-run", "--json"], ["token", "demo"], ["call", "demo", "add_numbers", "a=1", "b=2"],
      ["refresh", "--due"], ["refresh", "demo"], ["refresh", "--all", "--json"],
    ]

    /// `table.column` of every whole number in the registry that is a row's own.
    private static func columns(_ home: Workspace) async throws -> [String] {
      let list = try await home.sql(
        """
        SELECT group_concat(s.name || '.' || c.name) FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
        WHERE s.type = 'table' AND c.type = 'INTEGER' AND c.pk = 0 AND c.name NOT LIKE '%\\_id' ESCAPE '\\'
        AND s.name NOT LIKE 'sqlite%'
        """)
      return list.split(separator: ",").map(String.init)
    }

    @Test(
      "a number that no program of ours writes costs at most its row, in whatever column it is",
      arguments: ["-9223372036854775808", "9223372036854775807", "-1", "9007199254740992"])
    func columns(_ value: String) async throws {
      // The registry is put back for each column, and an old refresh token with it.
      let server = try await RunningDemoServer(lifetime: 3600, behaviours: ["no_rotation"])
      let home = try await Workspace.ready()
      try await Self.fill(home, server)
      let saved = try Saved(home)
      let isEnd = value.count > 18
      for column in try await Self.columns(home) {
        try saved.restore()
        guard try await Self.set(column, to: value, home) else { continue }
        for words in isEnd ? Self.commands : [["status", "--json"], ["token", "demo"]] {
          let outcome = try await home.run(words)
          #expect((0..<64).contains(outcome.status), "\(column) = \(value), \(words): \(outcome)")
        }
      }
      try saved.restore()
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("a login whose boot time is damaged is judged by the wall clock, and its token is printed")
    func bootTime() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for value in ["-9223372036854775808", "9223372036854775807"] {
        try await home.sql("UPDATE grant SET boot_time = \(value)")
        try await expectAnswer(home, ["token", "demo"]) { $0.hasPrefix("at_") }
      }
      #expect(try await server.refreshes() == 0)
    }

    /// A row in every table that a run of the program can make.
    private static func fill(_ home: Workspace, _ server: RunningDemoServer) async throws {
      _ = try await home.mcpcred("add", "demo", server.mcp)
      _ = try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=2")
      _ = try await home.mcpcred("refresh", "--due")
      _ = try await home.mcpcred("login", "demo", "--account", "later", "--begin")
      try await home.sql(
        """
        INSERT INTO revocation (id, server_name, account, issuer, registration_id, kind, sealed_token, next_attempt_at,
        created_at) SELECT 1, 'demo', 'old', issuer, id, 'access_token', x'00', 1, 1 FROM registration LIMIT 1
        """)
      try await home.sql(
        "UPDATE registration SET secret_expires_at = 4000000000, secret_obtained_at = 1, deletion_tried_at = 1, "
          + "renewal_next_at = 1, renewal_failing_since = 1, renewal_failures = 1")
      try await home.sql(
        "UPDATE grant SET last_failure = 'ambiguous', last_failure_at = 1, failing_since = 1, next_attempt_at = 1, "
          + "fail_count = 1, refresh_lifetime = 1000, last_used_at = 1")
    }

    /// False where a constraint keeps it out.
    private static func set(_ column: String, to value: String, _ home: Workspace) async throws -> Bool {
      let parts = column.split(separator: ".").map(String.init)
      try await home.sql("UPDATE OR IGNORE \"\(parts[0])\" SET \"\(parts[1])\" = \(value)")
      return try await home.sql("SELECT count(*) FROM \"\(parts[0])\" WHERE \"\(parts[1])\" = \(value)") != "0"
    }

    /// The registry's file as it was.
    private struct Saved {
      let content: Data
      let path: String

      init(_ home: Workspace) throws {
        path = home.registry
        content = try Data(contentsOf: URL(fileURLWithPath: path))
      }

      /// As another file: a process that is not quite at its end has the old one.
      func restore() throws {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        guard
          FileManager.default.createFile(
            atPath: path, contents: content, attributes: [.posixPermissions: NSNumber(value: 0o600)])
        else { throw TestFailure("the registry could not be put back") }
      }
    }
  }
}
