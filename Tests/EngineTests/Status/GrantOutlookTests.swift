import FoundationEssentials
import Testing

@testable import Engine
@testable import Registry

@Suite struct GrantOutlookTests {
  private static let now = Date(timeIntervalSince1970: 1_000_000)

  /// Seconds from now.
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var state = Grant.State.active
    var hasRefresh = true
    var access: TimeInterval? = 100
    var rotated: TimeInterval? = -50
    var life: Int?
    var due: TimeInterval?
    var keepalive: TimeInterval?
    var wait: TimeInterval?
    /// What is expected: end of the refresh token, next refresh.
    var end: TimeInterval?
    var next: TimeInterval?

    var testDescription: String { name }
  }

  @Test(
    "a login's times are those of its row, and what nobody knows is nil",
    arguments: [
      Row(name: "nothing is known"),
      Row(name: "the server told", life: 1000, due: 60, keepalive: 450, end: 950, next: 60),
      Row(name: "the earliest counts", due: 60, keepalive: 30, next: 30),
      Row(name: "a wait holds the schedule up", due: -60, keepalive: -30, wait: 20, next: 20),
      Row(name: "a wait that is over does not", due: 60, wait: -5, next: -5),
      Row(name: "a wait of another clock does not", due: 60, wait: 86_401, next: 0),
      Row(name: "a due time of another clock has come", due: 101, next: 0),
      Row(name: "suspect, and tried once more", state: .suspect, life: 1000, wait: 600, end: 950, next: 600),
      Row(name: "condemned", state: .loginRequired, life: 1000, due: 60, wait: 5),
      Row(name: "revoked", state: .revoked, hasRefresh: false, life: 1000, due: 60),
      Row(name: "without a refresh token", hasRefresh: false, life: 1000, due: 60),
      Row(name: "the server told a life that is over", life: 10, end: -40),
    ])
  func outlook(row: Row) {
    func date(_ offset: TimeInterval?) -> Date? { offset.map { Self.now.addingTimeInterval($0) } }
    let grant = Grant(
      id: 1, serverID: 1, serverName: "demo", account: "default", registrationID: 1, clientID: "c",
      flow: .authorizationCode, issuer: "https://as.example", resource: nil, requestedScope: nil, grantedScope: nil,
      subject: nil, state: row.state, stateCause: nil, stateSince: Self.now, generation: 1,
      times: Grant.Times(
        obtainedAt: Self.now, lifetime: 100, expiresAt: date(row.access), dueAt: date(row.due),
        keepaliveAt: date(row.keepalive), refreshObtainedAt: date(row.rotated), refreshLifetime: row.life, boot: nil),
      failures: Grant.Failures(
        count: 0, since: nil, last: nil, lastAt: nil, detail: nil, nextAttemptAt: date(row.wait)),
      lastUsedAt: nil, createdAt: Self.now,
      assertionFile: nil, identityProvider: nil, refusedAssertion: nil, serverURL: "https://mcp.example/",
      sealedAccess: [1],
      sealedRefresh: row.hasRefresh ? [1] : nil,
      sealedIDToken: nil, sealedDPoPKey: nil)
    let outlook = GrantOutlook(grant, now: Self.now)
    #expect(outlook.accessEnd == date(row.access))
    #expect(outlook.rotatedAt == (row.hasRefresh ? date(row.rotated) : nil))
    #expect(outlook.refreshEnd == date(row.end))
    #expect(outlook.nextRefresh == date(row.next))
  }
}
