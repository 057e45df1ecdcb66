import FoundationEssentials
import HTTP
import OAuth
import Testing

@testable import Engine
@testable import Registry

@Suite struct GrantConditionTests {
  private static let now = Date(timeIntervalSince1970: 1_000_000)
  private static let later = now.addingTimeInterval(1000)

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var state = Grant.State.active
    var cause: String?
    var life: TimeInterval? = 1000
    var hasAccess = true
    var hasRefresh = true
    var failure: String?
    var failures = 0
    var failingFor: TimeInterval?
    var age: Int64?
    var condition: GrantCondition

    var testDescription: String { name }
  }

  @Test(
    "a login stands as its row and the time say",
    arguments: [
      Row(name: "fresh", condition: .fresh(until: later)),
      Row(name: "of unknown lifetime", life: nil, condition: .fresh(until: nil)),
      Row(name: "spent", life: -1, condition: .renewable),
      Row(name: "fresh by a clock that was set back", age: 1010, condition: .renewable),
      Row(name: "spent by one clock, and fresh by the machine's own count", life: -1, age: 0, condition: .renewable),
      Row(name: "spent and unrenewable", life: -1, hasRefresh: false, condition: .loginRequired(cause: "expired")),
      Row(name: "unrenewable and fresh", hasRefresh: false, condition: .fresh(until: later)),
      Row(name: "failed", failure: "ambiguous", condition: .retrying(failure: "ambiguous", at: later)),
      Row(
        name: "rejected for long", failure: "request_rejected", failures: 3, failingFor: 3600,
        condition: .loginRequired(cause: "request_rejected")),
      Row(
        name: "rejected twice", failure: "request_rejected", failures: 2, failingFor: 9000,
        condition: .retrying(failure: "request_rejected", at: later)),
      Row(
        name: "rejected just now", failure: "request_rejected", failures: 9, failingFor: 3599,
        condition: .retrying(failure: "request_rejected", at: later)),
      Row(name: "without a token", hasAccess: false, condition: .renewable),
      Row(
        name: "suspect and fresh", state: .suspect, cause: "invalid_grant", failure: "grant_suspect",
        condition: .retrying(failure: "grant_suspect", at: later)),
      Row(
        name: "suspect and spent", state: .suspect, cause: "invalid_grant", life: -1, failure: "grant_suspect",
        condition: .loginRequired(cause: "invalid_grant")),
      Row(
        name: "condemned", state: .loginRequired, cause: "interrupted_rotation", failure: "x",
        condition: .loginRequired(cause: "interrupted_rotation")),
      Row(
        name: "condemned, nobody knows why", state: .loginRequired, condition: .loginRequired(cause: "login_required")),
      Row(name: "revoked", state: .revoked, hasAccess: false, hasRefresh: false, failure: "x", condition: .revoked),
    ])
  func conditions(row: Row) throws {
    let server = try Self.server(.oauth)
    #expect(GrantCondition(server, Self.grant(row, server), age: row.age, now: Self.now) == row.condition)
  }

  @Test("a server without a login is open, or waits for its first")
  func withoutGrant() throws {
    #expect(GrantCondition(try Self.server(.none), nil, now: Self.now) == .open)
    #expect(GrantCondition(try Self.server(.oauth), nil, now: Self.now) == .none)
    #expect(GrantCondition(try Self.server(.undiscovered), nil, now: Self.now) == .none)
  }

  @Test("a person is needed where only a login helps")
  func person() {
    #expect(GrantCondition.none.needsPerson)
    #expect(GrantCondition.loginRequired(cause: "x").needsPerson)
    for condition in [GrantCondition.open, .fresh(until: nil), .renewable, .retrying(failure: "x", at: nil), .revoked] {
      #expect(!condition.needsPerson)
    }
    #expect(GrantCondition.retrying(failure: "x", at: nil).isRetrying)
    #expect(!GrantCondition.renewable.isRetrying)
  }

  private static func server(_ authorization: Server.Authorization) throws -> Server {
    Server(
      name: "demo", url: try #require(WebURL("https://mcp.example/")), authorization: authorization, createdAt: now)
  }

  private static func grant(_ row: Row, _ server: Server) -> Grant {
    Grant(
      id: 1, serverID: server.id, serverName: server.name, account: "default", registrationID: 1, clientID: "c",
      flow: .authorizationCode, issuer: "https://as.example", resource: nil, requestedScope: nil, grantedScope: nil,
      subject: nil,
      state: row.state, stateCause: row.cause, stateSince: now, generation: 1,
      times: Grant.Times(
        obtainedAt: now.addingTimeInterval(-10), lifetime: row.life.map { Int($0) + 10 },
        expiresAt: row.life.map { now.addingTimeInterval($0) }, dueAt: nil, keepaliveAt: nil, refreshObtainedAt: nil,
        refreshLifetime: nil, boot: nil),
      failures: Grant.Failures(
        count: row.failures, since: row.failingFor.map { now.addingTimeInterval(-$0) }, last: row.failure, lastAt: nil,
        detail: nil, nextAttemptAt: later),
      lastUsedAt: nil,
      createdAt: now, assertionFile: nil, identityProvider: nil, refusedAssertion: nil, serverURL: server.url.raw,
      sealedAccess: row.hasAccess ? [1] : nil,
      sealedRefresh: row.hasRefresh ? [1] : nil, sealedIDToken: nil, sealedDPoPKey: nil)
  }
}
