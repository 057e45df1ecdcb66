import Foundation
import OAuth
import Testing

@testable import Registry

@Suite struct RefreshTests {
  static let later = TestRegistry.start.addingTimeInterval(3000)

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func commit(_ grant: Grant, _ tokens: TokenSet = TestRegistry.tokens("at2", "rt2", at: later)) throws -> Grant? {
    let event = Event(.refreshed, at: Self.later, server: "h", grant: grant.id, generation: grant.generation + 1)
    return try test.registry.commitRefresh(grant, tokens, event: event, keys: test.keys)
  }

  func record(
    _ grant: Grant, state: Grant.State = .suspect, next: Date? = later, closesIntent: Bool = true
  ) throws -> Bool {
    let failure = RefreshFailureRecord(
      state: state, stateCause: state == .active ? nil : "invalid_grant", failure: "grant_suspect", detail: "why",
      nextAttemptAt: next, closesIntent: closesIntent)
    return try test.registry.recordFailure(
      grant, failure, event: Event(.refreshRefused, at: Self.later, server: "h", grant: grant.id))
  }

  func intend(_ grant: Grant) throws -> Bool {
    try test.registry.openIntent(grant, fingerprint: "f1")
  }

  @Test("an intent says which generation is spent, and counts how often")
  func intents() throws {
    let grant = try test.login()
    #expect(try test.registry.intent(of: grant) == nil)
    #expect(try intend(grant))
    let expected = RefreshIntent(generation: 1, fingerprint: "f1", replays: 0)
    #expect(try test.registry.intent(of: grant) == expected)
    #expect(try test.registry.openIntent(grant, fingerprint: "f1"))
    let replayed = RefreshIntent(generation: 1, fingerprint: "f1", replays: 1)
    #expect(try ServerRegistry(path: test.registry.path).intent(of: grant) == replayed)
  }

  @Test("a rotation stores the pair, counts the generation up and closes the intent at once")
  func rotation() throws {
    let old = try test.login()
    #expect(try record(old, closesIntent: false))
    #expect(try intend(old))
    let new = try #require(try commit(old))
    #expect(new.generation == 2)
    #expect(new.state == .active)
    #expect(new.stateCause == nil)
    #expect(new.stateSince == Self.later)
    #expect(new.failures.count == 0)
    #expect(new.failures.last == nil)
    #expect(new.failures.lastAt == nil)
    #expect(new.failures.nextAttemptAt == nil)
    #expect(new.times.obtainedAt == Self.later)
    #expect(new.times.expiresAt == Self.later.addingTimeInterval(3600))
    #expect(new.createdAt == TestRegistry.start)
    #expect(try test.registry.intent(of: new) == nil)
    #expect(try test.registry.accessToken(of: new, keys: test.keys)?.exposed == "at2")
    #expect(try test.registry.refreshToken(of: test.reread(old), keys: test.keys)?.exposed == "rt2")
    #expect(try test.registry.events(of: "h").map(\.kind) == [.refreshed, .refreshRefused, .login])
  }

  @Test("a refresh token that the server did not replace is sealed anew under the new generation")
  func kept() throws {
    let old = try test.login()
    let new = try #require(try commit(old, TestRegistry.tokens("at2", "rt", at: Self.later)))
    #expect(new.sealedRefresh != old.sealedRefresh)
    #expect(try test.registry.refreshToken(of: new, keys: test.keys)?.exposed == "rt")
    try test.sql("UPDATE grant SET sealed_refresh = ?", [old.sealedRefresh])
    #expect(throws: RegistryError.self) { try test.registry.refreshToken(of: test.reread(new), keys: test.keys) }
  }

  @Test("who holds a stale row changes nothing: no intent, no tokens, no verdict")
  func stale() throws {
    let old = try test.login()
    let new = try #require(try commit(old))
    #expect(try intend(new))
    let before = try test.contents()
    #expect(try !intend(old))
    #expect(try commit(old, TestRegistry.tokens("at3", "rt3")) == nil)
    #expect(try !record(old, state: .loginRequired))
    let revoked = Event(.revocationQueued, at: Self.later)
    #expect(try test.registry.queueRevocation(of: old, event: revoked, keys: test.keys) == nil)
    #expect(try test.contents() == before)
  }

  @Test("who holds a row that is gone changes nothing")
  func gone() throws {
    let grant = try test.login()
    try test.registry.remove(test.registry.server("h"), event: Event(.serverRemoved, at: Self.later))
    let before = try test.contents()
    #expect(try !intend(grant))
    #expect(try commit(grant) == nil)
    #expect(try !record(grant))
    #expect(try test.contents() == before)
    #expect(try test.registry.grant(grant.id) == nil)
  }

  @Test("a failure keeps both tokens, counts, and says when to try again")
  func failures() throws {
    let grant = try test.login()
    #expect(try record(grant, state: .active))
    let once = try test.reread(grant)
    #expect(once.state == .active)
    #expect(once.stateSince == TestRegistry.start)
    #expect(once.failures.count == 1)
    #expect(once.failures.last == "grant_suspect")
    #expect(once.failures.lastAt == Self.later)
    #expect(once.failures.nextAttemptAt == Self.later)
    #expect(try record(once, state: .loginRequired, next: nil))
    let twice = try test.reread(grant)
    #expect(twice.state == .loginRequired)
    #expect(twice.stateCause == "invalid_grant")
    #expect(twice.stateSince == Self.later)
    #expect(twice.failures.count == 2)
    #expect(twice.failures.nextAttemptAt == nil)
    #expect(twice.generation == 1)
    #expect(twice.sealedAccess == grant.sealedAccess)
    #expect(try test.registry.refreshToken(of: twice, keys: test.keys)?.exposed == "rt")
  }

  @Test("a failure closes the intent unless the token may have been spent", arguments: [true, false])
  func closing(_ closes: Bool) throws {
    let grant = try test.login()
    #expect(try intend(grant))
    #expect(try record(grant, closesIntent: closes))
    #expect(try (test.registry.intent(of: grant) == nil) == closes)
  }
}
