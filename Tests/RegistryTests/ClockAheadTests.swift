import Foundation
import SQLite
import Testing

@testable import Registry

/// Rows that were written while the clock was a year ahead, and are read after it was set back.
@Suite struct ClockAheadTests {
  static let now = TestRegistry.start.addingTimeInterval(1000)
  static let year: TimeInterval = 365 * 86_400

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// One stored time, and whether what it would hold up goes on all the same.
  struct Column: Sendable, CustomTestStringConvertible {
    let name: String
    /// Sets the column to `?1`, beside what else the row needs.
    let write: [String]
    let goesOn: @Sendable (ClockAheadTests) throws -> Bool

    var testDescription: String { name }
  }

  static let managed = "UPDATE registration SET sealed_management_token = x'00', sealed_document = x'00'"

  static let columns = [
    Column(name: "grant.due_at", write: ["UPDATE grant SET due_at = ?1, keepalive_at = NULL"]) { try $0.isDue() },
    Column(name: "grant.keepalive_at", write: ["UPDATE grant SET keepalive_at = ?1, due_at = NULL"]) {
      try $0.isDue()
    },
    Column(
      name: "grant.next_attempt_at",
      write: ["UPDATE grant SET next_attempt_at = ?1, due_at = NULL, keepalive_at = NULL"]
    ) { try $0.isDue() },
    Column(name: "all of a grant", write: ["UPDATE grant SET next_attempt_at = ?1, due_at = ?1, keepalive_at = ?1"]) {
      try $0.isDue()
    },
    Column(
      name: "revocation.next_attempt_at",
      write: [
        """
        INSERT INTO revocation (id, server_name, account, issuer, registration_id, kind, sealed_token, next_attempt_at,
        created_at) SELECT 1, 'h', 'default', issuer, id, 'access_token', x'00', ?1, ?1 FROM registration
        """
      ]
    ) {
      let registry = $0.test.registry
      return try registry.owedRevocations(dueBy: now).count == 1 && registry.nextDue(at: now) == now
    },
    Column(
      name: "registration.renewal_next_at",
      write: [managed, "UPDATE registration SET secret_expires_at = 1, renewal_next_at = ?1"]
    ) { try $0.test.registry.expiringRegistrations(at: now).count == 1 },
    Column(
      name: "registration.created_at, deletion_tried_at",
      write: [
        managed, "UPDATE registration SET created_at = ?1, deletion_tried_at = ?1, is_isolated = 1",
        "DELETE FROM grant",
      ]
    ) {
      try $0.test.registry.discardedRegistrations(triedBefore: now.addingTimeInterval(-86_400), at: now).count == 1
    },
    Column(
      name: "event.at, a refused token",
      write: ["INSERT INTO event (at, kind, grant_id, cause) SELECT ?1, 'refreshed', id, 'rejected' FROM grant"]
    ) { try !$0.test.registry.hasEvent(.refreshed, cause: "rejected", grant: $0.grant().id, in: recently) },
    Column(
      name: "event.at, a step-up",
      write: ["INSERT INTO event (at, kind, server_name, account, cause) VALUES (?1, 'step-up', 'h', 'default', 't')"]
    ) { try $0.test.registry.stepUps(of: "h", account: "default", tool: "t", in: recently).isEmpty },
    Column(
      name: "tool_cache.fetched_at, fresh_until",
      write: [
        """
        INSERT INTO tool_cache (server_id, account, generation, protocol_version, body, fetched_at, fresh_until)
        SELECT id, 'default', 1, 'v', '{}', ?1, ?1 + 600 FROM server
        """
      ]
    ) {
      let tools = try $0.test.registry.cachedTools(of: $0.test.registry.server("h"), account: "default")
      return try !#require(tools).isFresh(at: now)
    },
    Column(
      name: "pending_login.created_at, expires_at",
      write: [
        """
        INSERT INTO pending_login (id, server_name, server_url, account, registration_id, issuer, created_at, expires_at)
        SELECT 1, 'h', 'u', 'default', id, issuer, ?1, ?1 + 3600 FROM registration
        """
      ]
    ) {
      try $0.test.registry.forgetOverdueLogins(at: now)
      let kept = try $0.count("SELECT count(*) FROM pending_login")
      try $0.test.registry.forgetOverdueLogins(at: now.addingTimeInterval(3600))
      return try kept == 1 && $0.count("SELECT count(*) FROM pending_login") == 0
    },
    Column(name: "grant.last_used_at", write: ["UPDATE grant SET last_used_at = ?1"]) {
      try $0.test.registry.count([HandOut($0.grant())], at: now, actor: "test")
      return try #require(try $0.grant().lastUsedAt) <= now
    },
    Column(
      name: "grant.state_since, failing_since",
      write: ["UPDATE grant SET state = 'suspect', state_since = ?1, failing_since = ?1"]
    ) {
      let failure = RefreshFailureRecord(
        state: .suspect, stateCause: "invalid_grant", failure: "grant_suspect", detail: nil, nextAttemptAt: nil,
        closesIntent: true)
      _ = try $0.test.registry.recordFailure($0.grant(), failure, event: Event(.refreshRefused, at: now))
      let grant = try $0.grant()
      return grant.stateSince == now && grant.failures.since == now
    },
    Column(
      name: "registration.renewal_failing_since",
      write: ["UPDATE registration SET renewal_failing_since = ?1, renewal_failures = 3"]
    ) {
      let registration = $0.test.registration
      try $0.test.registry.noteRenewal(of: registration, until: now, at: now)
      return try $0.test.registry.renewalFailures(of: registration).since == now
    },
  ]

  @Test("what a clock that was a year ahead has written holds nobody up", arguments: columns)
  func healed(_ column: Column) throws {
    _ = try test.login()
    for statement in column.write {
      try test.sql(statement, statement.contains("?1") ? [Self.now.addingTimeInterval(Self.year).seconds] : [])
    }
    #expect(try column.goesOn(self))
  }

  private static let recently = now.addingTimeInterval(-60)...now.addingTimeInterval(60)

  func grant() throws -> Grant { try #require(try test.registry.grants().first) }

  private func isDue() throws -> Bool {
    let grant = try grant()
    return try test.registry.grantsDue(at: Self.now).map(\.id) == [grant.id]
      && test.registry.nextDue(at: Self.now) == Self.now && grant.nextRenewal(at: Self.now) == Self.now
  }

  private func count(_ sql: String) throws -> Int64 { try #require(try test.connection().row(sql) { $0.integer(0) }) }
}
