import Foundation
import OAuth
import Synchronization
import Testing

@testable import Registry

@Suite struct LoginTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func again(
    _ server: Server, _ tokens: TokenSet, account: String = "default", registration: Registration? = nil
  ) throws -> Grant {
    let new = NewGrant(
      server: server, account: account, registration: registration ?? test.registration, requestedScope: Scope("c"),
      tokens: tokens)
    return try test.registry.save(
      new, isNewServer: false, event: Event(.login, at: TestRegistry.start), keys: test.keys)
  }

  @Test("a first login stores the server, the grant and the event together")
  func first() throws {
    let grant = try test.login("h")
    #expect(grant.generation == 1)
    #expect(grant.state == .active)
    #expect(grant.serverName == "h")
    #expect(grant.account == "default")
    #expect(grant.issuer == TestRegistry.issuer)
    #expect(grant.resource == "https://h/mcp")
    #expect(grant.clientID == "client")
    #expect(grant.requestedScope?.tokens == ["a"])
    #expect(grant.grantedScope?.tokens == ["a", "b"])
    #expect(grant.times.obtainedAt == TestRegistry.start)
    #expect(grant.times.lifetime == 3600)
    #expect(grant.times.expiresAt == TestRegistry.start.addingTimeInterval(3600))
    #expect(grant.times.dueAt == TestRegistry.start.addingTimeInterval(2400))
    #expect(grant.times.keepaliveAt == TestRegistry.start.addingTimeInterval(86_400))
    #expect(grant.failures.count == 0)
    #expect(try test.registry.server("h").issuer == TestRegistry.issuer)
    #expect(try test.registry.events(of: "h").map(\.kind) == [.login])
  }

  @Test("flow, subject, ID token and proof key are kept, the last two sealed to the row")
  func identity() throws {
    let new = NewGrant(
      server: try TestRegistry.server("h"), account: "default", registration: test.registration, flow: .deviceCode,
      requestedScope: nil, subject: "ada", tokens: TestRegistry.tokens(), idToken: Secret("id"), dpopKey: Secret("key"))
    let grant = try test.reread(
      test.registry.save(new, isNewServer: true, event: Event(.login, at: TestRegistry.start), keys: test.keys))
    #expect(grant.flow == .deviceCode)
    #expect(grant.subject == "ada")
    #expect(try test.registry.idToken(of: grant, keys: test.keys)?.exposed == "id")
    #expect(try test.registry.dpopKey(of: grant, keys: test.keys)?.exposed == "key")
    try test.sql("UPDATE grant SET sealed_id_token = sealed_dpop_key")
    let swapped = try test.reread(grant)
    #expect(throws: RegistryError.self) { try test.registry.idToken(of: swapped, keys: test.keys) }
  }

  @Test("what the server did not say stays unknown")
  func unknown() throws {
    let tokens = TokenSet(
      access: Secret("at"), refresh: nil, grantedScope: nil, obtainedAt: TestRegistry.start, lifetime: nil, dueAt: nil,
      keepaliveAt: nil)
    let grant = try test.reread(test.login(tokens: tokens, resource: nil))
    #expect(grant.hasAccessToken)
    #expect(!grant.hasRefreshToken)
    #expect(try test.registry.refreshToken(of: grant, keys: test.keys) == nil)
    #expect(grant.times.expiresAt == nil)
    #expect(grant.times.lifetime == nil)
    #expect(grant.times.dueAt == nil)
    #expect(grant.times.keepaliveAt == nil)
    #expect(grant.grantedScope == nil)
    #expect(grant.resource == nil)
  }

  @Test("a new login takes the place of the old one: same row, next generation, nothing of the old failures")
  func replacing() throws {
    let old = try test.login()
    var server = try test.registry.server("h")
    let event = Event(.refreshRefused, at: TestRegistry.start)
    let failure = RefreshFailureRecord(
      state: .loginRequired, stateCause: "invalid_grant", failure: "reauth_required", detail: "no",
      nextAttemptAt: TestRegistry.start, closesIntent: false)
    #expect(try test.registry.openIntent(old, fingerprint: "f"))
    #expect(try test.registry.recordFailure(old, failure, event: event))
    try test.registry.cacheTools(
      CachedTools(body: "{}", protocolVersion: "v", freshUntil: TestRegistry.start), of: server, account: "default",
      generation: 1, at: TestRegistry.start)
    server.resource = "https://new/mcp"
    let other = try test.registry.insert(
      TestRegistry.newRegistration(clientID: "second"), event: event, keys: test.keys)
    let new = try again(server, TestRegistry.tokens("at2", "rt2"), registration: other)
    #expect(new.id == old.id)
    #expect(new.generation == 2)
    #expect(new.state == .active)
    #expect(new.stateCause == nil)
    #expect(new.failures.count == 0)
    #expect(new.failures.last == nil)
    #expect(new.failures.nextAttemptAt == nil)
    #expect(new.clientID == "second")
    #expect(new.resource == "https://new/mcp")
    #expect(try test.registry.server("h").resource == "https://new/mcp")
    #expect(try test.registry.refreshToken(of: new, keys: test.keys)?.exposed == "rt2")
    #expect(try test.registry.intent(of: new) == nil)
    #expect(try test.registry.cachedTools(of: server, account: "default") == nil)
    #expect(try test.registry.grants().count == 1)
    // Who still holds the old row cannot open or change anything with it.
    #expect(try !test.registry.openIntent(old, fingerprint: "f"))
  }

  @Test("a login that cannot be stored leaves the old one as it was")
  func failing() throws {
    let old = try test.login(), before = try test.contents()
    let nobody = try test.registry.insert(
      TestRegistry.newRegistration(kind: .preRegistered, clientID: "gone"),
      event: Event(.registered, at: TestRegistry.start), keys: test.keys)
    try test.sql("DELETE FROM registration WHERE id = ?", [nobody.id])
    try test.sql("DELETE FROM event WHERE id = (SELECT max(id) FROM event)")
    #expect(throws: RegistryError.self) {
      try again(test.registry.server("h"), TestRegistry.tokens("at2", "rt2"), registration: nobody)
    }
    #expect(try test.contents().filter { !$0.hasPrefix("sqlite_") } == before.filter { !$0.hasPrefix("sqlite_") })
    #expect(try test.registry.refreshToken(of: test.reread(old), keys: test.keys)?.exposed == "rt")
  }

  @Test("a server has as many logins as accounts")
  func accounts() throws {
    let one = try test.login(), server = try test.registry.server("h")
    let two = try again(server, TestRegistry.tokens("at2", "rt2"), account: "work")
    #expect(two.id != one.id)
    #expect(two.generation == 1)
    #expect(try test.registry.grants(of: server).map(\.account) == ["default", "work"])
    #expect(try test.registry.grant(of: server, account: "work")?.id == two.id)
    #expect(try test.registry.grant(of: server, account: "other") == nil)
    #expect(try test.registry.accessToken(of: test.reread(one), keys: test.keys)?.exposed == "at")
  }

  @Test("a name that is taken is refused, and nothing of the login is stored")
  func nameTaken() throws {
    _ = try test.login("h")
    let before = try test.contents()
    #expect(throws: RegistryError.nameTaken("h")) { try test.login("h") }
    #expect(throws: RegistryError.nameTaken("h")) {
      try test.registry.insert(TestRegistry.server("h"), event: Event(.serverAdded, at: TestRegistry.start))
    }
    #expect(try test.contents() == before)
  }

  @Test("of two that add the same name at once one wins, and the other hears why")
  func race() throws {
    let registries = try (0..<4).map { _ in try ServerRegistry(path: test.registry.path) }
    let outcomes = Mutex<[String]>([])
    let news = try registries.map { _ in
      NewGrant(
        server: try TestRegistry.server("same"), account: "default", registration: test.registration,
        requestedScope: nil, tokens: TestRegistry.tokens())
    }
    DispatchQueue.concurrentPerform(iterations: registries.count) { index in
      var outcome = "stored"
      do throws(RegistryError) {
        let event = Event(.login, at: TestRegistry.start)
        _ = try registries[index].save(news[index], isNewServer: true, event: event, keys: test.keys)
      } catch {
        outcome = error == .nameTaken("same") ? "taken" : "\(error)"
      }
      outcomes.withLock { $0.append(outcome) }
    }
    #expect(outcomes.withLock { $0.sorted() } == ["stored", "taken", "taken", "taken"])
    #expect(try test.registry.grants().count == 1)
    #expect(try test.registry.servers().count == 1)
  }

  @Test("a login to a server that was removed meanwhile says so")
  func removed() throws {
    _ = try test.login()
    let server = try test.registry.server("h")
    try test.registry.remove(server, event: Event(.serverRemoved, at: TestRegistry.start))
    let before = try test.contents()
    #expect(throws: RegistryError.unknownServer("h", similar: [])) {
      try again(server, TestRegistry.tokens())
    }
    #expect(try test.contents() == before)
  }
}
