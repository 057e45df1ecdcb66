import FoundationEssentials
import OAuth
import Testing

@testable import Registry

@Suite struct SpoolTests {
  private let test: TestRegistry

  init() throws { test = try TestRegistry() }

  private var tokens: TokenSet {
    TokenSet(
      access: Secret("new access"), refresh: Secret("new refresh"), grantedScope: Scope("a b"),
      obtainedAt: TestRegistry.start, lifetime: 3600, dueAt: TestRegistry.start.addingTimeInterval(2400),
      keepaliveAt: TestRegistry.start.addingTimeInterval(86_400),
      refreshObtainedAt: TestRegistry.start.addingTimeInterval(-5), refreshLifetime: 9000,
      boot: BootInstant(bootID: "b", seconds: 12))
  }

  @Test("an answer in the spool is the answer that came, and none of it can be read")
  func roundTrip() throws {
    let grant = try test.login()
    let bytes = try test.registry.sealSpooled(tokens, for: grant, keys: test.keys)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("access"))
    let opened = try test.registry.openSpooled(bytes, of: grant, keys: test.keys)
    #expect(opened.access?.matches("new access") == true)
    #expect(opened.refresh?.matches("new refresh") == true)
    #expect(opened.grantedScope == tokens.grantedScope)
    #expect(opened.obtainedAt == tokens.obtainedAt)
    #expect(opened.expiresAt == tokens.expiresAt)
    #expect(opened.dueAt == tokens.dueAt)
    #expect(opened.keepaliveAt == tokens.keepaliveAt)
    #expect(opened.refreshObtainedAt == tokens.refreshObtainedAt)
    #expect(opened.refreshLifetime == 9000)
    #expect(opened.boot == tokens.boot)
  }

  @Test("it belongs to one grant in one generation, and any change to it shows")
  func binding() throws {
    let grant = try test.login(), other = try test.login("other")
    let bytes = try test.registry.sealSpooled(tokens, for: grant, keys: test.keys)
    #expect(throws: RegistryError.self) { try test.registry.openSpooled(bytes, of: other, keys: test.keys) }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(throws: RegistryError.self) { try test.registry.openSpooled(changed, of: grant, keys: test.keys) }
    }
    let event = Event(.refreshed, at: TestRegistry.start, grant: grant.id)
    let next = try #require(try test.registry.commitRefresh(grant, tokens, event: event, keys: test.keys))
    #expect(throws: RegistryError.self) { try test.registry.openSpooled(bytes, of: next, keys: test.keys) }
    #expect(next.times.boot == tokens.boot)
    #expect(next.times.refreshLifetime == 9000)
  }

  @Test("the opened keys travel whole, and nothing shorter or longer passes for them")
  func transfer() throws {
    let grant = try test.login()
    let bytes = test.keys.transferred
    let arrived = try #require(DataKeys(transferred: bytes))
    #expect(try test.registry.accessToken(of: grant, keys: arrived)?.exposed == "at")
    for length in 0..<bytes.count { #expect(DataKeys(transferred: Array(bytes.prefix(length))) == nil) }
    #expect(DataKeys(transferred: bytes + [0]) == nil)
    var headless = bytes
    headless[0] ^= 1
    #expect(DataKeys(transferred: headless) == nil)
  }

  @Test("an intent of another generation counts its replays from the start")
  func replays() throws {
    let grant = try test.login()
    for expected in 0..<3 {
      #expect(try test.registry.openIntent(grant, fingerprint: "f"))
      #expect(try test.registry.intent(of: grant)?.replays == expected)
    }
    try test.sql("UPDATE grant SET generation = 2")
    let next = try test.reread(grant)
    #expect(try test.registry.openIntent(next, fingerprint: "g"))
    let intent = try #require(try test.registry.intent(of: next))
    #expect(intent.replays == 0 && intent.generation == 2)
  }

  @Test("a login whose last answer was lost is due at once, before all others")
  func interrupted() throws {
    let early = try test.login("early", tokens: TestRegistry.tokens(due: 1, keepalive: nil))
    let late = try test.login("late", tokens: TestRegistry.tokens(due: nil, keepalive: nil))
    #expect(try test.registry.openIntent(late, fingerprint: "f"))
    let due = try test.registry.grantsDue(at: TestRegistry.start.addingTimeInterval(10))
    #expect(due.map(\.id) == [late.id, early.id])
  }
}
