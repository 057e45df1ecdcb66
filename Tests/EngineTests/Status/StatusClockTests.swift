import FoundationEssentials
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct StatusClockTests {
  @Test(
    "the status and the token go by the larger of both counts of time",
    arguments: [(7200.0, 60, false), (60, 7200, false), (-7200, 60, true), (90, 60, true)]
      as [(TimeInterval, Int64, Bool)])
  func agreement(clock: TimeInterval, boot: Int64, isFresh: Bool) async throws {
    try await TestWorld.run { world in
      let seconds = Mutex<Int64>(1000)
      var dependencies = world.manager().dependencies
      dependencies.boot = { BootInstant(bootID: "boot", seconds: seconds.withLock { $0 }) }
      let manager = CredentialManager(
        registry: world.registry, dependencies: dependencies, version: "1.0", actor: nil, notify: { _ in })
      _ = try await world.add()
      _ = try await manager.refresh("demo", account: nil)
      world.clock.setWallClock(world.clock.now + clock)
      seconds.withLock { $0 += boot }
      let row = try #require(try manager.status().first), grant = try world.grant()
      #expect(try (manager.storedToken("demo", account: nil, minimumValidity: nil) != nil) == isFresh)
      #expect(row.condition == (isFresh ? .fresh(until: grant.times.expiresAt) : .renewable))
      // By the clock as it is now, an hour less the larger count.
      let end = GrantOutlook(grant, age: row.age, now: world.clock.now).accessEnd
      #expect(end == world.clock.now.addingTimeInterval(3600 - max(Double(boot), clock)))
    }
  }
}
