import Foundation
import SQLite
import Testing

@testable import Registry

@Suite struct DueTests {
  static let now = TestRegistry.start.addingTimeInterval(1000)

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// Seconds from now, and what else stands in the row.
  struct Row: Sendable, CustomTestStringConvertible {
    var due: TimeInterval?
    var keepalive: TimeInterval?
    var next: TimeInterval?
    var lifetime: Int? = 3600
    var refreshLifetime: Int?
    var state = "active"
    var hasRefresh = true
    var isDue: Bool

    var testDescription: String {
      "life \(lifetime ?? -1), \(refreshLifetime ?? -1): due \(text(due)) keepalive \(text(keepalive)) next \(text(next)) \(state) refresh \(hasRefresh)"
    }

    private func text(_ time: TimeInterval?) -> String { time.map { "\(Int($0))" } ?? "-" }
  }

  @Test(
    "a login is due by its time or its keep-alive, once its backoff is over and while it can be renewed",
    arguments: [
      Row(due: -1, isDue: true), Row(due: 0, isDue: true), Row(due: 1, isDue: false), Row(isDue: false),
      Row(keepalive: -1, isDue: true), Row(keepalive: 1, isDue: false), Row(due: 1, keepalive: -1, isDue: true),
      Row(due: -1, keepalive: -1, isDue: true), Row(due: -1, next: 0, isDue: true), Row(due: -1, next: 1, isDue: false),
      Row(due: -1, next: 86_400, isDue: false), Row(keepalive: -1, next: 1, isDue: false),
      // A backoff longer than any this program writes was written under another clock.
      Row(due: -1, next: 86_401, isDue: true),
      // Refreshed at its use and failed: it is tried again although no time was set.
      Row(next: -1, isDue: true), Row(next: 1, isDue: false), Row(due: 500, next: -1, isDue: true),
      Row(due: -1, state: "suspect", isDue: true), Row(due: -1, state: "login_required", isDue: false),
      Row(next: -1, state: "login_required", isDue: false), Row(due: -1, state: "revoked", isDue: false),
      Row(due: -1, hasRefresh: false, isDue: false),
      // So are times that lie further ahead than a token lives, which another token has another measure of.
      Row(due: 3600, isDue: false), Row(due: 3601, isDue: true), Row(due: 3601, lifetime: 7200, isDue: false),
      Row(due: 3600, lifetime: nil, isDue: false), Row(due: 3601, lifetime: nil, isDue: true),
      Row(keepalive: 95_040, isDue: false), Row(keepalive: 95_041, isDue: true),
      Row(keepalive: 95_041, refreshLifetime: 200_000, isDue: false),
      Row(keepalive: 601, refreshLifetime: 600, isDue: true), Row(next: 86_400, isDue: false),
      Row(next: 86_401, isDue: true), Row(due: 3601, next: 5, isDue: false),
      // A server that finds a refresh too early is asked at the end of the token's life.
      Row(due: -1, next: 2_462_400, lifetime: 2_592_000, isDue: false),
      Row(due: 3601, state: "login_required", isDue: false), Row(due: 3601, hasRefresh: false, isDue: false),
    ])
  func due(_ row: Row) throws {
    let grant = try test.login()
    func time(_ offset: TimeInterval?) -> Int64? { offset.map { Self.now.addingTimeInterval($0).seconds } }
    try test.sql(
      """
      UPDATE grant SET due_at = ?, keepalive_at = ?, next_attempt_at = ?, state = ?, sealed_refresh = ?, lifetime = ?,
      refresh_lifetime = ?
      """,
      [
        time(row.due), time(row.keepalive), time(row.next), row.state, row.hasRefresh ? grant.sealedRefresh : nil,
        row.lifetime, row.refreshLifetime,
      ] as [any SQLiteBindable])
    #expect(try test.registry.grantsDue(at: Self.now).map(\.id) == (row.isDue ? [grant.id] : []))
    func hasCome(_ time: Date?) -> Bool { time.map { $0 <= Self.now } ?? false }
    #expect(hasCome(try test.registry.nextDue(at: Self.now)) == row.isDue)
    guard row.state == "active", row.hasRefresh else { return }
    #expect(hasCome(try test.reread(grant).nextRenewal(at: Self.now)) == row.isDue)
  }

  @Test("what expires first comes first")
  func order() throws {
    let grants = try ["a", "b", "c"].map { try test.login($0) }
    for (grant, expiry) in zip(grants, [30, 10, 20]) {
      try test.sql("UPDATE grant SET due_at = 1, expires_at = ? WHERE id = ?", [expiry, grant.id])
    }
    #expect(try test.registry.grantsDue(at: Self.now).map(\.serverName) == ["b", "c", "a"])
  }

  /// A thousand servers with a hundred logins each, four of them due.
  func fill() throws {
    try test.sql(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO server (id, name, url, authorization, issuer, created_at)
      SELECT i, 's' || i, 'https://s' || i || '.example/mcp', 'oauth', 'https://as', 1 FROM n
      """)
    try test.sql(
      """
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
      INSERT INTO grant (id, server_id, account, registration_id, issuer, state, state_since, generation, sealed_access,
      sealed_refresh, obtained_at, expires_at, due_at, keepalive_at, next_attempt_at, created_at)
      SELECT i + 1, i / 100 + 1, 'a' || (i % 100), ?1, 'https://as', 'active', 1, 1, x'00', x'00', 1, ?2 + i,
      CASE WHEN i IN (70000, 7) THEN ?2 - 1 ELSE ?2 + 5 END, CASE WHEN i = 99999 THEN ?2 ELSE ?2 + 9 END,
      CASE WHEN i = 50 THEN ?2 - 3 END, 1 FROM n
      """, [test.registration.id, Self.now.seconds])
  }

  @Test("among a hundred thousand logins the right ones are found")
  func many() throws {
    try fill()
    #expect(try test.registry.grantsDue(at: Self.now).map(\.id) == [8, 51, 70_001, 100_000])
    #expect(try test.registry.grantsDue(at: Self.now.addingTimeInterval(-100)).isEmpty)
    let server = try test.registry.server("s777")
    #expect(server.url.raw == "https://s777.example/mcp")
    let grant = try #require(try test.registry.grant(of: server, account: "a42"))
    #expect(grant.id == 776 * 100 + 42 + 1)
    #expect(grant.serverName == "s777")
    #expect(try test.registry.grants(of: server).count == 100)
    #expect(try test.registry.grant(of: server, account: "a100") == nil)
    #expect(throws: RegistryError.unknownServer("s1001", similar: ["s100", "s1000", "s101"])) {
      try test.registry.server("s1001")
    }
  }

  @Test("the next time something is due is the earliest of all, and none where nothing will be")
  func next() throws {
    #expect(try test.registry.nextDue(at: TestRegistry.start) == nil)
    let tokens = TestRegistry.tokens(due: 500, keepalive: 400)
    let grant = try test.login(tokens: tokens)
    #expect(try test.registry.nextDue(at: TestRegistry.start) == TestRegistry.start.addingTimeInterval(400))
    let failure = RefreshFailureRecord(
      state: .active, stateCause: nil, failure: "x", detail: nil,
      nextAttemptAt: TestRegistry.start.addingTimeInterval(900), closesIntent: true)
    _ = try test.registry.recordFailure(grant, failure, event: Event(.refreshFailed, at: TestRegistry.start))
    #expect(try test.registry.nextDue(at: TestRegistry.start) == TestRegistry.start.addingTimeInterval(900))
    try test.sql("UPDATE grant SET state = 'login_required'")
    #expect(try test.registry.nextDue(at: TestRegistry.start) == nil)
  }

  @Test(
    "the questions asked at each use go through an index, also over many rows",
    arguments: [
      (Grant.dueQuery, "SEARCH g USING INTEGER PRIMARY KEY"),
      (Grant.nextDueQuery, "SEARCH grant USING INDEX grant_keepalive (keepalive_at>?)"),
      (Grant.nextDueQuery, "SEARCH grant USING INDEX grant_due_base"),
      (Grant.nextDueQuery, "SEARCH grant USING INDEX grant_attempt_base"),
      (Grant.dueQuery, "SEARCH grant USING INDEX grant_due_base"),
      (Grant.dueQuery, "SEARCH grant USING INDEX grant_keepalive_base"),
      (Grant.dueQuery, "SEARCH grant USING INDEX grant_attempt_base"),
      ("\(Grant.query) WHERE g.server_id = 1 AND g.account = 'a1'", "SEARCH g USING INDEX"),
      ("SELECT \(Server.columns) FROM server WHERE name = 's7'", "SEARCH server USING INDEX"),
      ("SELECT 1 FROM revocation WHERE next_attempt_at <= 7", "SEARCH revocation USING"),
    ], [false, true])
  func plans(_ query: (String, String), _ isFull: Bool) throws {
    if isFull {
      try fill()
      try test.sql("ANALYZE")
    }
    let values: [any SQLiteBindable] = query.0.contains("?1") ? [Self.now.seconds] : []
    let plan = try test.connection().rows("EXPLAIN QUERY PLAN " + query.0, values) { $0.text(3) }
    #expect(plan.contains { $0.hasPrefix(query.1) }, "\(plan)")
    #expect(
      !plan.contains { $0.hasPrefix("SCAN g") || $0.hasPrefix("SCAN server") || $0.hasPrefix("SCAN rev") }, "\(plan)")
  }
}
