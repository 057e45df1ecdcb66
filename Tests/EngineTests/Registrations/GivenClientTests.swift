import DemoServer
import Engine
import FoundationEssentials
import OAuth
import Registry
import TestSupport
import Testing

/// A client id that a person types may be wrong. Until a login with it has succeeded it is that login's alone.
@Suite(.timeLimit(.minutes(1))) struct GivenClientTests {
  private static let byHand = PreregisteredClient(id: "by-hand", secret: "s3cret", authentication: .clientSecretBasic)

  @Test("one that was mistyped is used by no other login, holds nothing, and leaves one row however often it is tried")
  func mistyped() async throws {
    try await TestWorld.run { world in
      let before = try await world.add()
      var options = LoginOptions()
      options.clientID = "typo"
      for _ in 1...2 {
        let begun = try await world.manager().begin("demo", account: nil, options)
        let waiting = try world.registry.pendingLogins(of: begun.server, at: world.clock.now)
        for login in waiting { try world.registry.drop(login) }
      }
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer)?.id == before.registrationID)
      #expect(try world.registry.registrations().count { $0.clientID == "typo" } == 1)
      let again = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(again.registrationID == before.registrationID)
      #expect(
        try await world.manager().deleteRegistration("typo", account: nil, evenInUse: false).outcome == .notSupported)
    }
  }

  @Test("one that works becomes the issuer's choice with its first login, and not before")
  func works() async throws {
    try await TestWorld.run { world in
      let dynamic = try await world.add()
      let options = try ClientByHand.options(world, Self.byHand)
      _ = try await world.manager().begin("demo", account: "other", options)
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer)?.id == dynamic.registrationID)
      let grant = try await world.manager().login("demo", account: nil, options)
      #expect(grant.clientID == "by-hand")
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer)?.id == grant.registrationID)
      let next = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(next.registrationID == grant.registrationID)
    }
  }

  @Test("one of a server's own is not its own before a login with it, and takes the earlier one's place then")
  func own() async throws {
    try await TestWorld.run { world in
      let shared = try await world.add()
      var options = LoginOptions()
      (options.clientID, options.ownRegistration) = ("typo", true)
      _ = try await world.manager().begin("demo", account: nil, options)
      #expect(
        try await world.manager().login("demo", account: nil, LoginOptions()).registrationID == shared.registrationID)
      var given = try ClientByHand.options(world, Self.byHand)
      given.ownRegistration = true
      let grant = try await world.manager().login("demo", account: nil, given)
      let server = try world.registry.server("demo")
      #expect(
        try world.registry.isolatedRegistration(of: server, issuer: world.server.issuer)?.id == grant.registrationID)
    }
  }
}
