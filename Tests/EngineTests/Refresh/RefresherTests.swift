import DemoServer
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefresherTests {
  @Test("it refreshes each token when its time has come, and no sooner")
  func schedule() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 900, consent: .allow)) { world in
      try await world.add()
      let start = world.clock.now
      let times = Mutex<[Double]>([])
      await Self.keepFresh(world, until: { times.withLock { $0.count } >= 3 }) { _ in
        times.withLock { $0.append(world.clock.now.timeIntervalSince(start)) }
      }
      // Two thirds of 900 s, give or take a fifteenth and the minute between two looks.
      for (number, time) in times.withLock({ $0 }).enumerated() {
        #expect((Double(number + 1) * 540...Double(number + 1) * 720).contains(time), "\(number): \(time)")
      }
      #expect(world.refreshes == 3)
    }
  }

  @Test("what hinders a run is said once a minute, and the next run goes on when it is over")
  func locked() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 900, consent: .allow)) { world in
      try await world.add()
      world.advance(by: 700)
      world.keyring.fail(with: .locked(.secretService))
      let start = world.clock.now, failures = Mutex<[Double]>([])
      await Self.keepFresh(world, until: { world.refreshes == 1 }) { _ in
      } failed: {
        failures.withLock { $0.append(world.clock.now.timeIntervalSince(start)) }
        if failures.withLock({ $0.count }) == 3 { world.keyring.fail(with: nil) }
      }
      #expect(failures.withLock { $0 } == [0, 60, 120])
      #expect(try world.grant().generation == 2)
    }
  }

  @Test(
    "the pause is until the next time, from a second to a minute; for what was tried in vain a minute",
    arguments: [(-1.0, 60.0), (0, 60), (1, 1), (5, 1), (12, 2), (70, 60), (500, 60), (nil, 60)])
  func pause(next: Double?, pause: Double) {
    let start = Date(timeIntervalSince1970: 1_800_000_000), next = next.map { start.addingTimeInterval($0) }
    #expect(Scheduling.runPause(until: next, after: start, now: start.addingTimeInterval(10)) == pause)
  }

  /// Runs the refresher, whose pauses take no time, until something is so.
  private static func keepFresh(
    _ world: TestWorld, until isOver: @escaping @Sendable () -> Bool,
    done: @escaping @Sendable (LoginReport) -> Void, failed: @escaping @Sendable () -> Void = {}
  ) async {
    let running = Mutex<Task<Void, Never>?>(nil)
    let stop: @Sendable () -> Void = { if isOver() { running.withLock { $0?.cancel() } } }
    let task = Task {
      await world.manager(timeFlies: true).keepFresh {
        done($0)
        stop()
      } ran: { result in
        if case .failure = result { failed() }
        stop()
      }
    }
    running.withLock { $0 = task }
    _ = await eventually {
      stop()
      return task.isCancelled
    }
    await task.value
  }
}
