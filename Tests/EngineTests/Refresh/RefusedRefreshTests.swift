import DemoServer
import FoundationEssentials
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefusedRefreshTests {
  @Test("a first invalid_grant makes a login suspect: its token is served while it is good")
  func suspect() async throws {
    try await Self.suspected { world in
      let grant = try world.grant()
      #expect(grant.state == .suspect)
      #expect(grant.stateCause == "invalid_grant")
      #expect(grant.hasRefreshToken)
      // Some servers refuse a refresh that comes too early in this way: the next one is at 95 % of the token's life.
      #expect(grant.failures.nextAttemptAt == world.clock.now.addingTimeInterval(3420))
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      world.advance(by: 3600)
      let error = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }
      #expect(error.loginReason == .refused(code: "invalid_grant"))
      #expect(world.refreshes == 1)
    }
  }

  @Test(
    "a second refusal after ten minutes confirms it",
    arguments: [(599.0, Grant.State.suspect), (600.0, .loginRequired)])
  func confirmation(after: TimeInterval, state: Grant.State) async throws {
    try await Self.suspected { world in
      world.advance(by: after)
      world.server.plan([PlannedFault(.refresh, .invalidGrant)])
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(error.name == (state == .suspect ? "refusedOnce" : "loginRequired"))
      let grant = try world.grant()
      #expect(grant.state == state)
      #expect(grant.stateCause == "invalid_grant")
      #expect(grant.hasRefreshToken)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
    }
  }

  @Test("refusals every few minutes confirm it too")
  func repeated() async throws {
    try await Self.suspected { world in
      world.server.plan([PlannedFault(.refresh, .invalidGrant, times: 3)])
      for _ in 0..<3 {
        world.advance(by: 250)
        _ = await failure { try await world.manager().refresh("demo", account: nil) }
      }
      let grant = try world.grant()
      #expect(grant.state == .loginRequired)
    }
  }

  @Test("a confirming try that succeeds makes the login whole again")
  func restored() async throws {
    try await Self.suspected { world in
      world.advance(by: 600)
      let grant = try await world.manager().refresh("demo", account: nil)
      #expect(grant.state == .active)
      #expect(grant.stateCause == nil)
      #expect(grant.failures.last == nil)
      #expect(grant.failures.nextAttemptAt == nil)
    }
  }

  @Test(
    "the schedule makes the confirming try, however short the token's life",
    arguments: [(300, 600), (3600, 3420)] as [(Int, TimeInterval)])
  func schedule(lifetime: Int, wait: TimeInterval) async throws {
    try await Self.suspected(lifetime: lifetime) { world in
      world.advance(by: wait - 1)
      #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
      world.advance(by: 1)
      let report = try await world.manager().refreshDue { _ in }
      #expect(report.logins.count == 1)
      let grant = try world.grant()
      #expect(grant.state == .active)
      #expect(grant.generation == 2)
    }
  }

  @Test("a server that refuses what comes too early costs no login")
  func earlyRefusal() async throws {
    try await TestWorld.run(
      .init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.earlyRefreshRefused])
    ) { world in
      try await world.add()
      for _ in 0..<36 {
        world.advance(by: 300)
        _ = try await world.manager().refreshDue { _ in }
        #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      }
      let grant = try world.grant()
      #expect(grant.generation >= 3 && grant.state != .loginRequired)
    }
  }

  @Test("a confirmed refusal is left alone by the schedule")
  func atRest() async throws {
    try await Self.suspected { world in
      world.advance(by: 3420)
      world.server.plan([PlannedFault(.refresh, .invalidGrant)])
      _ = try await world.manager().refreshDue { _ in }
      world.advance(by: 200_000)
      world.server.clearRequests()
      #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
      #expect(world.refreshes == 0)
    }
  }

  @Test("a login whose server took the token back needs a person, and a new login mends it")
  func revokedThere() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.revokeAll()
      world.advance(by: 3600)
      let error = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }
      #expect(error.loginReason == .refused(code: "invalid_grant"))
      let grant = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(grant.state == .active)
      #expect(grant.failures.count == 0)
    }
  }

  @Test("a client that the server has forgotten is suspect at first, and the next login registers anew")
  func forgottenClient() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      world.server.forgetClients()
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(error.refusedOnce == "invalid_client")
      let grant = try world.grant()
      #expect(grant.state == .suspect)
      #expect(grant.failures.last == "registration_dead")
      #expect(grant.hasRefreshToken)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).clientID != old.clientID)
    }
  }

  @Test("a client that is forgotten still after ten minutes is retired, and kept")
  func deadClient() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      world.server.forgetClients()
      _ = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(try world.registry.activeRegistration(issuer: old.issuer) != nil)
      world.advance(by: 600)
      _ = await failure { try await world.manager().refresh("demo", account: nil) }
      let grant = try world.grant()
      #expect(grant.state == .loginRequired)
      #expect(try world.registry.activeRegistration(issuer: old.issuer) == nil)
      #expect(try world.registry.registration(old.registrationID) != nil)
    }
  }

  @Test(
    "what a refusal ends in is what the status says, now and once the token is spent",
    arguments: [Fault.invalidGrant, .invalidClient], [0.0, 3600])
  func agreement(fault: Fault, after: TimeInterval) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: after)
      world.server.plan([PlannedFault(.refresh, fault, times: 2)])
      let ended = try #require(await world.manager().refreshAll { _ in }.first)
      let row = try #require(try world.manager().status().first)
      guard case .failure(let error) = ended.result else {
        Issue.record("refreshed")
        return
      }
      #expect((Optional(error).refusedOnce != nil) == row.condition.isRetrying)
      #expect((Optional(error).loginReason != nil) == row.condition.needsPerson)
      #expect(row.condition.isRetrying == (after == 0))
    }
  }

  @Test("who needs another token than the one that is good needs a person")
  func wanted() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .invalidGrant)])
      world.advance(by: 3000)
      let error = await failure { try await world.manager().token("demo", account: nil, minimumValidity: 1800) }
      #expect(error.loginReason == .refused(code: "invalid_grant"))
    }
  }

  /// A login whose refresh token was refused once.
  private static func suspected(
    lifetime: Int = 3600, _ body: (TestWorld) async throws -> Void
  ) async throws {
    try await TestWorld.run(.init(accessTokenLifetime: lifetime, consent: .allow)) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .invalidGrant)])
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(error.refusedOnce == "invalid_grant")
      try await body(world)
    }
  }
}
