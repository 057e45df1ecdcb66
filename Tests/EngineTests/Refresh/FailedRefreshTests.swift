import DemoServer
import FoundationEssentials
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct FailedRefreshTests {
  @Test(
    "a failure that may have spent the token keeps the intent open and both tokens",
    arguments: [Fault.dropBefore, .internalError, .badGateway, .html])
  func ambiguous(fault: Fault) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault, times: 4)])
      let start = world.clock.now
      #expect(await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) } != nil)
      // Sent again after 2 and 10 seconds more, and counted as one failure.
      #expect(world.clock.now == start.addingTimeInterval(12))
      #expect(world.refreshes == 3)
      let grant = try world.grant()
      #expect(try world.registry.intent(of: grant)?.generation == 1)
      #expect(grant.state == .active)
      #expect(grant.failures.last == "ambiguous")
      #expect(grant.hasRefreshToken)
      #expect(grant.failures.count == 1)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      // The quick replays happen once for each intent.
      _ = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(world.refreshes == 4)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test(
    "a lost answer costs nothing where the server takes the old token for a while longer",
    arguments: [Fault.dropAfter, .truncated, .cutJSON, .internalErrorAfter, .gatewayTimeout])
  func grace(fault: Fault) async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.rotationGrace])) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault)])
      #expect(try await world.manager(timeFlies: true).refresh("demo", account: nil).generation == 2)
      #expect(world.refreshes == 2)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
    }
  }

  @Test(
    "a failure that certainly spent nothing closes the intent and honours what the server asks to wait",
    arguments: [120])
  func notActed(seconds: Int) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .tooManyRequests(retryAfter: seconds))])
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(error?.retryAfter == 120)
      let grant = try world.grant()
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(grant.state == .active)
      #expect(grant.failures.count == 1)
      #expect(grant.failures.last == "transient_upstream")
      #expect(grant.failures.nextAttemptAt == world.clock.now.addingTimeInterval(120))
      #expect(grant.hasRefreshToken)
    }
  }

  @Test(
    "503 may hide a rotation: sent again within the grace, the login lives",
    arguments: [
      Fault.unavailable(retryAfter: nil), .unavailableAfter(retryAfter: nil), .unavailableAfter(retryAfter: 7),
    ])
  func unavailable(fault: Fault) async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.rotationGrace])) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault)])
      let start = world.clock.now
      #expect(try await world.manager(timeFlies: true).refresh("demo", account: nil).generation == 2)
      // Not before the server asked to be.
      let isToWait = fault == .unavailableAfter(retryAfter: 7)
      #expect(world.clock.now == start.addingTimeInterval(isToWait ? 10 : 2))
      #expect(world.refreshes == 2)
    }
  }

  @Test("503 that says to wait for longer leaves the intent open, and a refusal after the wait is told as what it is")
  func unavailableForLonger() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .unavailableAfter(retryAfter: 120))])
      let error = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(error?.retryAfter == 120)
      let waiting = try world.grant()
      #expect(world.refreshes == 1)
      #expect(try world.registry.intent(of: waiting)?.generation == 1)
      #expect(waiting.state == .active && waiting.failures.count == 1 && waiting.failures.last == "ambiguous")
      #expect(waiting.failures.nextAttemptAt == world.clock.now.addingTimeInterval(120))
      world.advance(by: 119)
      #expect(try world.manager().plan().isEmpty)
      world.advance(by: 1)
      _ = try await world.manager(timeFlies: true).refreshDue { _ in }
      #expect(world.refreshes == 2)
      let grant = try world.grant()
      #expect(grant.state == .loginRequired && grant.stateCause == "interrupted_rotation")
    }
  }

  @Test("an answer that was lost stays lost, although the next one says that nothing was done")
  func replay() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([
        PlannedFault(.refresh, .internalError), PlannedFault(.refresh, .tooManyRequests(retryAfter: 1)),
        PlannedFault(.refresh, .invalidGrant),
      ])
      _ = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(try world.grant().failures.last == "transient_upstream")
      #expect(try world.registry.intent(of: try world.grant()) != nil)
      _ = await failure { try await world.manager().refresh("demo", account: nil) }
      let grant = try world.grant()
      #expect(grant.state == .loginRequired && grant.stateCause == "interrupted_rotation")
    }
  }

  @Test(
    "a clock that is set while a request is under way leaves the replays what they are", arguments: [3600.0, -3600])
  func clockSet(by step: TimeInterval) async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.rotationGrace])) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropAfter, times: 2)])
      let watched = WatchedTransport(world.transport) {
        world.clock.setWallClock(world.clock.now.addingTimeInterval(step))
      }
      let manager = world.manager(transport: watched, timeFlies: true)
      #expect(try await manager.refresh("demo", account: nil).generation == 2)
      #expect(world.refreshes == 3)
    }
  }

  @Test("a failure before the clock was set back holds nobody up")
  func clockSetBack() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .tooManyRequests(retryAfter: nil))])
      world.advance(by: 7200)
      let first = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }
      #expect(first.name == "oauth")
      world.clock.setWallClock(world.clock.now - 3600)
      let token = try await world.manager().token("demo", account: nil, minimumValidity: nil)
      #expect(!token.access.exposed.isEmpty)
    }
  }

  @Test("a server that is down costs nothing: the intent is closed and the tokens are kept")
  func serverDown() async throws {
    try await TestWorld.run { world in
      try await world.add()
      await world.server.stop()
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      guard case .transport(let failure, let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(!failure.sent)
      #expect(step.kind == .refresh)
      let grant = try world.grant()
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(grant.state == .active)
      #expect(grant.failures.last == "transient_network")
      #expect(grant.hasRefreshToken)
      #expect(grant.hasAccessToken)
    }
  }

  @Test("after a lost answer invalid_grant means that the rotation was interrupted, and says so")
  func interrupted() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropAfter)])
      let error = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(error.name == "loginRequired")
      let grant = try world.grant()
      #expect(grant.state == .loginRequired)
      #expect(grant.stateCause == "interrupted_rotation")
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
    }
  }

  @Test("after a request that never arrived the same token is good again")
  func replayed() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropBefore)])
      let grant = try await world.manager(timeFlies: true).refresh("demo", account: nil)
      #expect(grant.generation == 2)
      #expect(grant.failures.last == nil)
      #expect(try world.registry.intent(of: grant) == nil)
    }
  }

  @Test("an open intent is settled by the next use although the token is still fresh")
  func openIntent() async throws {
    try await TestWorld.run { world in
      let seen = try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropBefore, times: 3)])
      _ = await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) }
      #expect(try world.manager().plan().isEmpty)
      world.advance(by: 30)
      #expect(try world.manager().plan().map(\.id) == [seen.id])
      #expect(try await world.manager().refreshing.refresh(seen, .forced).generation == 2)
    }
  }

  @Test("a program that asks in a loop costs an ailing server one request in five seconds")
  func inlinePause() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3600)
      world.server.plan([PlannedFault(.refresh, .tooManyRequests(retryAfter: nil), times: 2)])
      let names = await Self.ask(world, times: 5)
      #expect(names == ["oauth", "backingOff", "backingOff", "backingOff", "backingOff"])
      #expect(world.refreshes == 1)
      world.advance(by: 5)
      #expect(await Self.ask(world, times: 1) == ["oauth"])
      world.advance(by: 5)
      #expect(await Self.ask(world, times: 1) == ["success"])
    }
  }

  @Test(
    "the schedule waits out a backoff and then tries again, however short the token's life", arguments: [300, 3600])
  func backoff(lifetime: Int) async throws {
    try await TestWorld.run(.init(accessTokenLifetime: lifetime, consent: .allow)) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .unavailable(retryAfter: 700))])
      _ = await failure { try await world.manager().refresh("demo", account: nil) }
      world.advance(by: 699)
      #expect(try world.manager().plan().isEmpty)
      world.advance(by: 1)
      #expect(try world.manager().plan().map(\.serverName) == ["demo"])
      #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
      #expect(try world.grant().generation == 2)
    }
  }

  private static func ask(_ world: TestWorld, times: Int) async -> [String] {
    var names: [String] = []
    for _ in 0..<times {
      names.append(
        await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }.name)
    }
    return names
  }
}
