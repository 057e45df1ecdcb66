import Foundation
import OAuth
import Testing

@testable import Registry

@Suite struct RevocationsTests {
  static let now = TestRegistry.start.addingTimeInterval(100)

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func queue(_ grant: Grant, at: Date = now) throws -> [OwedRevocation] {
    let event = Event(.revocationQueued, at: at, server: grant.serverName)
    return try #require(try test.registry.queueRevocation(of: grant, event: event, keys: test.keys))
  }

  func tokens(_ owed: [OwedRevocation]) throws -> [String?] {
    try owed.map { try test.registry.token(of: $0, keys: test.keys)?.exposed }
  }

  @Test("the tokens move to the outbox, refresh token first, and are gone from the grant")
  func queueing() throws {
    let grant = try test.login()
    #expect(try test.registry.openIntent(grant, fingerprint: "f"))
    let owed = try queue(grant)
    #expect(owed.map(\.kind) == [.refreshToken, .accessToken])
    #expect(try tokens(owed) == ["rt", "at"])
    let stored = try test.registry.owedRevocations()
    #expect(stored.map(\.id) == owed.map(\.id))
    #expect(try tokens(stored) == ["rt", "at"])
    #expect(stored.allSatisfy { $0.issuer == TestRegistry.issuer && $0.registrationID == test.registration.id })
    #expect(stored.allSatisfy { $0.attempts == 0 && $0.nextAttemptAt == Self.now && $0.serverName == "h" })
    let revoked = try test.reread(grant)
    #expect(revoked.state == .revoked)
    #expect(revoked.generation == 2)
    #expect(!revoked.hasAccessToken)
    #expect(!revoked.hasRefreshToken)
    #expect(revoked.times.dueAt == nil)
    #expect(revoked.times.keepaliveAt == nil)
    #expect(try test.registry.intent(of: revoked) == nil)
    #expect(try test.registry.events(of: "h").first?.kind == .revocationQueued)
  }

  @Test("without a refresh token only the access token is owed, and a second time nothing")
  func fewer() throws {
    let grant = try test.login(tokens: TestRegistry.tokens("at", nil))
    #expect(try tokens(queue(grant)) == ["at"])
    #expect(try queue(test.reread(grant)).isEmpty)
    #expect(try test.registry.owedRevocations().count == 1)
  }

  @Test("what is owed can be asked for by when it may be tried, oldest first")
  func due() throws {
    let one = try queue(test.login("one"), at: Self.now)
    let two = try queue(test.login("two"), at: Self.now.addingTimeInterval(-50))
    #expect(try test.registry.owedRevocations().map(\.id) == (two + one).map(\.id))
    #expect(try test.registry.owedRevocations(dueBy: Self.now.addingTimeInterval(-1)).map(\.id) == two.map(\.id))
    try test.registry.noteAttempt(two[0], until: Self.now.addingTimeInterval(30))
    #expect(try test.registry.owedRevocations(dueBy: Self.now).map(\.id) == [two[1].id] + one.map(\.id))
    try test.registry.postpone(two[0], failure: "503", until: Self.now.addingTimeInterval(60))
    #expect(
      try test.registry.owedRevocations(dueBy: Self.now.addingTimeInterval(59)).map(\.id) == [two[1].id] + one.map(\.id)
    )
    let later = try test.registry.owedRevocations(dueBy: Self.now.addingTimeInterval(60))
    #expect(later.map(\.id) == (two + one).map(\.id))
    #expect(later.map(\.attempts) == [1, 0, 0, 0])
  }

  @Test("a debt that is put off for ever is not, and is no crash")
  func farFuture() throws {
    let owed = try queue(test.login())
    try test.registry.postpone(owed[0], failure: "503", until: Date(timeIntervalSince1970: 1e30))
    #expect(try test.registry.owedRevocations().map(\.id).sorted() == owed.map(\.id).sorted())
    #expect(try test.registry.owedRevocations(dueBy: Self.now).count == 2)
    for (seconds, count) in [(86_400.0, 1), (86_401, 2)] {
      try test.registry.postpone(owed[0], failure: "503", until: Self.now.addingTimeInterval(seconds))
      #expect(try test.registry.owedRevocations(dueBy: Self.now).count == count)
    }
  }

  @Test("what is settled is owed no more, and the rest still is")
  func settling() throws {
    let owed = try queue(test.login())
    try test.registry.settle(owed[0], event: Event(.revoked, at: Self.now, server: "h"))
    #expect(try test.registry.owedRevocations().map(\.id) == [owed[1].id])
    #expect(try test.registry.events(of: "h").first?.kind == .revoked)
  }

  @Test("removing the server takes its logins and caches, and keeps what is owed")
  func removing() throws {
    let grant = try test.login(), server = try test.registry.server("h")
    _ = try test.login("other")
    try test.registry.cacheTools(
      CachedTools(body: "{}", protocolVersion: "v", freshUntil: Self.now), of: server, account: "default",
      generation: 1, at: Self.now)
    _ = try queue(grant)
    try test.registry.remove(server, event: Event(.serverRemoved, at: Self.now, server: "h"))
    #expect(try test.registry.servers().map(\.name) == ["other"])
    #expect(try test.registry.grant(grant.id) == nil)
    #expect(try test.registry.cachedTools(of: server, account: "default") == nil)
    let owed = try test.registry.owedRevocations()
    #expect(owed.map(\.serverName) == ["h", "h"])
    #expect(try tokens(owed) == ["rt", "at"])
    #expect(try test.registry.registration(owed[0].registrationID)?.clientID == "client")
  }

  @Test(
    "an owed token opens in its own row and for its own issuer only",
    arguments: [
      "UPDATE revocation SET issuer = 'https://evil.example'", "UPDATE revocation SET id = id - 1",
      "UPDATE revocation SET sealed_token = (SELECT sealed_token FROM revocation WHERE kind = 'refresh_token')",
    ])
  func edited(_ sql: String) throws {
    _ = try queue(test.login())
    try test.sql(sql)
    let access = try #require(try test.registry.owedRevocations().first { $0.kind == .accessToken })
    let place = SealedPlace(table: "revocation", row: access.id, field: "sealed_token")
    #expect(throws: RegistryError.sealBroken(place)) { try test.registry.token(of: access, keys: test.keys) }
  }

  @Test("a login after a revocation goes on with the next generation")
  func loginAgain() throws {
    let grant = try test.login()
    _ = try queue(grant)
    let new = try test.registry.save(
      NewGrant(
        server: test.registry.server("h"), account: "default", registration: test.registration, requestedScope: nil,
        tokens: TestRegistry.tokens("at2", "rt2")), isNewServer: false, event: Event(.login, at: Self.now),
      keys: test.keys)
    #expect(new.generation == 3)
    #expect(new.state == .active)
    #expect(try tokens(test.registry.owedRevocations()) == ["rt", "at"])
  }
}
