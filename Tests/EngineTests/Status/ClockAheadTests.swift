import DemoServer
import FoundationEssentials
import Registry
import TestSupport
import Testing

@testable import Engine

/// What was done while the wall clock was a year ahead, and what comes of it once the clock is right again. Only the wall
/// clock moves: the machine's own count, where it is known, and the server's clock do not.
@Suite(.timeLimit(.minutes(1))) struct ClockAheadTests {
  private static let year = 365.0 * 86_400

  private static func manager(_ world: TestWorld, knowsBoot: Bool = true) -> CredentialManager {
    var dependencies = world.manager().dependencies
    dependencies.boot = {
      knowsBoot ? BootInstant(bootID: "boot", seconds: world.clock.monotonic.components.seconds) : nil
    }
    return CredentialManager(
      registry: world.registry, dependencies: dependencies, version: "1.0", actor: "test", notify: { _ in })
  }

  /// A login that was refreshed a year ahead, or whatever else is done then.
  private static func run(
    ahead act: (TestWorld) async throws -> Void, then: (TestWorld) async throws -> Void
  ) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.clock.setWallClock(world.clock.now + year)
      try await act(world)
      world.clock.setWallClock(world.clock.now - year)
      try await then(world)
    }
  }

  @Test("a token that is dead is not printed, whether or not the machine was started again", arguments: [true, false])
  func token(knowsBoot: Bool) async throws {
    try await Self.run {
      _ = try await Self.manager($0).refresh("demo", account: nil)
    } then: { world in
      world.advance(by: 7200)
      let manager = Self.manager(world, knowsBoot: knowsBoot)
      #expect(try manager.storedToken("demo", account: nil, minimumValidity: nil) == nil)
      let condition = try #require(try manager.status().first).condition
      #expect(condition == .renewable)
      _ = try await manager.token("demo", account: nil, minimumValidity: nil)
      #expect(try world.grant().generation == 3)
      #expect(try manager.storedToken("demo", account: nil, minimumValidity: nil) != nil)
      #expect(try world.grant().times.expiresAt == world.clock.now + 3600)
    }
  }

  @Test("a token that is good by the machine's own count is used")
  func goodToken() async throws {
    try await Self.run {
      _ = try await Self.manager($0).refresh("demo", account: nil)
    } then: { world in
      world.advance(by: 60)
      let manager = Self.manager(world)
      #expect(try manager.storedToken("demo", account: nil, minimumValidity: nil) != nil)
      let row = try #require(try manager.status().first), grant = try #require(row.grant)
      #expect(GrantOutlook(grant, age: row.age, now: world.clock.now).accessEnd == world.clock.now + 3540)
    }
  }

  @Test("the schedule finds its work at its next run, and once", arguments: [true, false])
  func schedule(knowsBoot: Bool) async throws {
    try await Self.run {
      _ = try await Self.manager($0).refresh("demo", account: nil)
    } then: { world in
      let manager = Self.manager(world, knowsBoot: knowsBoot)
      let first = try await manager.refreshDue { _ in }
      #expect(first.logins.count == 1)
      #expect(try world.grant().generation == 3)
      #expect(try await manager.refreshDue { _ in }.logins.isEmpty)
      world.advance(by: 3000)
      #expect(try await manager.refreshDue { _ in }.logins.count == 1)
    }
  }

  @Test("a failure of then holds up neither the schedule nor a person")
  func failure() async throws {
    try await Self.run { world in
      world.server.plan([PlannedFault(.refresh, .unavailable(retryAfter: 80_000))])
      _ = await EngineTests.failure { try await Self.manager(world).refresh("demo", account: nil) }
    } then: { world in
      let manager = Self.manager(world)
      world.advance(by: 3600)
      let report = try await manager.refreshDue { _ in }
      #expect(report.logins.map(\.server) == ["demo"])
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("a call whose token is refused renews it, although one was renewed for that reason then")
  func call() async throws {
    try await Self.run { world in
      world.server.expireAccessTokens()
      _ = try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: Self.manager(world))
    } then: { world in
      world.server.expireAccessTokens()
      world.server.clearRequests()
      let result = try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: Self.manager(world))
      #expect(result.structuredContent == ["sum": 2])
      #expect(world.server.requests().filter { $0.endpoint == "mcp" }.map(\.status).first == 401)
      #expect(try world.grant().generation == 3)
    }
  }

  @Test("what is owed is sent")
  func revocation() async throws {
    try await Self.run { world in
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: nil), times: 2)])
      _ = try await Self.manager(world).revoke("demo", account: nil)
    } then: { world in
      #expect(try world.registry.owedRevocations().count == 2)
      let report = try await Self.manager(world).refreshDue { _ in }
      #expect(report.owedRevocations == 0)
    }
  }

  @Test("the step-ups of then are not those of today")
  func stepUps() async throws {
    try await Self.run { world in
      world.server.setBehaviours(on: [.furtherScopesForever])
      for _ in 1...3 { _ = await EngineTests.failure { try await StepUpTests.addNote(world, mayLogIn: true) } }
    } then: { world in
      let error = await EngineTests.failure { try await StepUpTests.addNote(world, mayLogIn: true) }
      #expect(error.name == "forbidden")
    }
  }

  @Test("a list of tools from then is asked for again")
  func tools() async throws {
    try await Self.run { world in
      _ = try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: Self.manager(world))
    } then: { world in
      let server = try world.registry.server("demo")
      #expect(try Self.manager(world).calling.cachedTools(server, account: "default") == nil)
      _ = try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: Self.manager(world))
      #expect(try Self.manager(world).calling.cachedTools(server, account: "default") != nil)
    }
  }
}
