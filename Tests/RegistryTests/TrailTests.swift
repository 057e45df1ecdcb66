import Foundation
import SQLite
import Testing

@testable import Registry

/// The audit trail when it is long.
@Suite struct TrailTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// Rows of both kinds in turn, ten seconds apart.
  func fill(_ count: Int) throws {
    try test.sql(
      """
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
      INSERT INTO event (at, kind, server_name, account, grant_id, generation, actor, hour)
      SELECT i * 10, CASE WHEN i % 2 THEN 'refreshed' ELSE 'handed-out' END, 's' || (i % 100), 'default', i % 100, i, 'x',
      i FROM n
      """)
  }

  func number(_ sql: String) throws -> Int64 { try #require(try test.connection().row(sql) { $0.integer(0) }) }

  @Test("it is cut at its old end, hand-outs and events each by themselves, and the newest stay")
  func bounded() throws {
    try fill(100_000)
    let newest = try number("SELECT max(id) FROM event")
    let period = ServerRegistry.trimPeriod, most = Int64(ServerRegistry.mostEvents)
    for _ in 0..<period { try test.registry.record(Event(.login, at: TestRegistry.start)) }
    let events = try number("SELECT count(*) FROM event WHERE kind <> 'handed-out'")
    #expect((most..<most + period).contains(events), "\(events)")
    #expect(try number("SELECT count(*) FROM event WHERE kind = 'handed-out'") == most)
    #expect(try number("SELECT count(*) FROM event WHERE id = \(newest)") == 1)
    #expect(try number("SELECT min(id) FROM event WHERE kind = 'handed-out'") > newest - 2 * most)
    #expect(try test.registry.events(limit: 70).count { $0.kind == .login } == Int(period))
  }

  @Test("hand-outs alone keep it bounded too, and a trail that is short loses nothing")
  func handOutsOnly() throws {
    let handOut = HandOut(try test.login())
    func count(_ hours: Range<Int>) {
      for hour in hours {
        test.registry.count([handOut], at: Date(seconds: Int64(hour) * 3600), actor: "zsh")
      }
    }
    count(0..<200)
    #expect(try number("SELECT count(*) FROM event WHERE kind = 'handed-out'") == 200)
    try fill(60_000)
    count(200..<400)
    let most = Int64(ServerRegistry.mostEvents)
    #expect(try number("SELECT count(*) FROM event WHERE kind = 'handed-out'") < most + ServerRegistry.trimPeriod)
    #expect(try test.registry.events(limit: 1).first?.at == Date(seconds: 399 * 3600))
  }

  static let questions: [(String, String)] = [
    (EventFilter(server: "s").query.sql, "SEARCH event USING INDEX event_server"),
    (
      EventFilter(server: "s", account: "a", since: TestRegistry.start).query.sql,
      "SEARCH event USING INDEX event_server"
    ),
    (EventFilter().query.sql, "SCAN event"),
    ("SELECT 1 FROM event WHERE at >= ? AND grant_id = ? AND kind = ? AND cause = ?", "SEARCH event USING INDEX"),
    (ServerRegistry.stepUpQuery, "SEARCH event USING INDEX event_step_up"),
    (ServerRegistry.trimStatements[0], "SEARCH event USING INDEX event_kept"),
    (ServerRegistry.trimStatements[1], "SEARCH event USING INDEX event_counted"),
  ]

  @Test("its questions go through an index, or read from the end no more than they give", arguments: questions)
  func plans(_ sql: String, _ expected: String) throws {
    try fill(100_000)
    let values: [any SQLiteBindable] = Array(repeating: 1, count: sql.count { $0 == "?" })
    let plan = try test.connection().rows("EXPLAIN QUERY PLAN " + sql, values) { $0.text(3) }
    #expect(plan.first?.hasPrefix(expected) == true, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test("among a hundred thousand events one server's newest are found")
  func many() throws {
    try fill(100_000)
    #expect(try test.registry.events(of: "s7", limit: 3).map(\.generation) == [99_907, 99_807, 99_707])
    let latest = try test.registry.events(EventFilter(since: Date(seconds: 999_990)))
    #expect(latest.compactMap(\.generation) == [100_000, 99_999])
  }
}
