import DemoServer
import FoundationEssentials
import LinuxPlatform
import OAuth
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefreshRaceTests {
  @Test("of twenty calls in two processes one spends the refresh token, and all get its token")
  func race() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3600)
      let managers = [world.manager(), world.manager(registry: try world.secondRegistry())]
      let tokens = try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<20 {
          let manager = managers[index % 2]
          group.addTask { try await manager.token("demo", account: nil, minimumValidity: nil).access.fingerprint }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(tokens.count == 20)
      #expect(Set(tokens).count == 1)
      #expect(world.refreshes == 1)
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("a race over a server that is slow to answer is no different")
  func slowServer() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3600)
      world.server.plan([PlannedFault(.refresh, .slow(seconds: 0.5))])
      let managers = [world.manager(), world.manager(registry: try world.secondRegistry())]
      async let one = managers[0].token("demo", account: nil, minimumValidity: nil)
      async let two = managers[1].token("demo", account: nil, minimumValidity: nil)
      let (first, second) = try await (one, two)
      #expect(first.access.matches(second.access.exposed))
      #expect(world.refreshes == 1)
    }
  }

  @Test("who waits for a lock longer than its holder may take it gives up, and says so")
  func busy() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      world.advance(by: 3600)
      let held = try #require(try FileGrantLock(folder: world.location.locks).attempt("grant-\(grant.id)"))
      let outcome = Mutex<String?>(nil)
      let waiting = Task {
        let name = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }.name
        outcome.withLock { $0 = name }
      }
      #expect(
        await eventually {
          world.clock.advance(by: 30)
          return outcome.withLock { $0 } != nil
        })
      held.release()
      await waiting.value
      #expect(outcome.withLock { $0 } == "busy")
      #expect(world.refreshes == 0)
    }
  }

  @Test("a clock that is set while a lock is waited for does not end the waiting", arguments: [-3600.0, 3600])
  func clockSet(by seconds: Double) async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      world.advance(by: 3600)
      let locks = WatchedLocks(FileGrantLock(folder: world.location.locks))
      let held = try #require(try locks.attempt("grant-\(grant.id)"))
      var dependencies = world.manager().dependencies
      dependencies.locks = locks
      let manager = CredentialManager(
        registry: world.registry, dependencies: dependencies, version: "1.0", actor: nil, notify: { _ in })
      async let waiting = manager.locks.lock(grant)
      #expect(await eventually { locks.attempts >= 2 })
      world.clock.setWallClock(world.clock.now + seconds)
      let seen = locks.attempts
      #expect(await eventually { locks.attempts >= seen + 2 })
      held.release()
      try await waiting.release()
    }
  }

  @Test("an interrupted command still stores the answer of a refresh that is under way")
  func cancelled() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .slow(seconds: 0.3))])
      let refresh = Task { try await world.manager().refresh("demo", account: nil) }
      #expect(await eventually { world.refreshes == 1 })
      refresh.cancel()
      _ = await refresh.result
      #expect(await eventually { (try? world.grant().generation) == 2 })
      #expect(try world.registry.intent(of: world.grant()) == nil)
    }
  }

  @Test("a failure that comes late does not condemn the pair that a sibling has stored")
  func lateFailure() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      _ = try await world.manager().refresh("demo", account: nil)
      let refusal = Refusal(endpoint: .token, code: "invalid_grant", description: nil, status: 400)
      let order = RefreshOrder(grant: old.id, generation: old.generation, cause: "due", actor: nil)
      try world.manager().refreshing.record(.grantRefused(refusal), order, old, isReplay: true)
      let grant = try world.grant()
      #expect(grant.state == .active)
      #expect(grant.failures.count == 0)
      #expect(grant.hasRefreshToken)
    }
  }
}
