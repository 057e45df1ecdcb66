import DemoServer
import FoundationEssentials
import HTTP
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// A day of a timer that fires every five minutes, on a clock that a test moves, and how many requests it makes.
@Suite(.timeLimit(.minutes(2))) struct OutageTests {
  private static let day = 86_400

  @Test("a server that is dead for a day is asked some forty times, and every login lives")
  func dead() async throws {
    try await TestWorld.run { world in
      try await Self.twoLogins(world)
      let dead = DeadTransport()
      try await Self.run(world, for: Self.day, over: dead)
      // Eight in the first hour and a half, then one in 45 to 60 minutes, to the next five: for each of two logins.
      #expect((2 * 24...2 * 40).contains(dead.requests), "\(dead.requests)")
      try await Self.expectLife(world)
    }
  }

  @Test("after a day of nothing but failures a login is tried every six hours at most")
  func deadForLonger() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let dead = DeadTransport()
      try await Self.run(world, for: Self.day + 7200, over: dead)
      let before = dead.requests
      try await Self.run(world, for: Self.day, over: dead)
      #expect((4...6).contains(dead.requests - before), "\(dead.requests - before)")
      try await Self.expectLife(world)
    }
  }

  @Test(
    "a storm of 503 is no different, and each answer's wish is a floor", arguments: [(nil, 24...40), (7200, 11...13)])
  func storm(retryAfter: Int?, requests: ClosedRange<Int>) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .unavailable(retryAfter: retryAfter), times: nil)])
      try await Self.run(world, for: Self.day)
      #expect(requests.contains(world.refreshes), "\(world.refreshes)")
      try await Self.expectLife(world)
    }
  }

  @Test("429 with Retry-After is asked when it says, and not before")
  func limited() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .tooManyRequests(retryAfter: 4 * 3600), times: nil)])
      try await Self.run(world, for: Self.day)
      #expect((5...6).contains(world.refreshes), "\(world.refreshes)")
      try await Self.expectLife(world)
    }
  }

  @Test("a server that breaks after each rotation is replayed, and where it allows a grace nothing is lost")
  func broken() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.rotationGrace])) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropAfter)])
      try await Self.run(world, for: 4 * 3600)
      let grant = try world.grant()
      #expect(grant.state == .active && grant.failures.count == 0)
      // One for each 40 minutes, and the one that was sent again.
      #expect((6...8).contains(world.refreshes), "\(world.refreshes)")
    }
  }

  @Test("when all is well a login of an hour costs a request in 36 to 49 minutes")
  func well() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.run(world, for: Self.day)
      #expect((28...40).contains(world.refreshes), "\(world.refreshes)")
      #expect(try world.grant().state == .active)
    }
  }

  @Test("after a night's sleep each login costs one request")
  func sleep() async throws {
    try await TestWorld.run { world in
      try await Self.twoLogins(world)
      try await Self.run(world, for: 3600)
      let before = world.refreshes
      world.advance(by: 8 * 3600)
      try await Self.run(world, for: 600)
      #expect(world.refreshes == before + 2)
      try await Self.expectLife(world)
    }
  }

  @Test("a clock that goes back or forward costs a few requests and no login", arguments: [-3600.0, -86_400, 86_400])
  func clock(step: TimeInterval) async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.run(world, for: 3600)
      let before = world.refreshes
      // Only this machine's: the server's goes on.
      world.clock.setWallClock(world.clock.now + step)
      try await Self.run(world, for: 4 * 3600)
      #expect((0...8).contains(world.refreshes - before), "\(world.refreshes - before)")
      try await Self.expectLife(world)
    }
  }

  // MARK: -

  private static func twoLogins(_ world: TestWorld) async throws {
    try await world.add()
    try await world.add("more", world.server.secondMCPURL)
  }

  /// The timer's runs.
  private static func run(
    _ world: TestWorld, for seconds: Int, over transport: (any HTTPTransport)? = nil
  ) async throws {
    for _ in 0..<seconds / 300 {
      world.advance(by: 300)
      _ = try await world.manager(transport: transport, timeFlies: true).refreshDue { _ in }
    }
  }

  /// Everything is as good as before once the server is.
  private static func expectLife(_ world: TestWorld) async throws {
    world.server.plan([])
    for server in try world.registry.servers() {
      #expect(try world.grant(server.name).state == .active)
      #expect(try await world.manager().refresh(server.name, account: nil).state == .active)
    }
  }

  @Test("where no connection can be opened no intent is written, nothing is sent, and the next try waits")
  func unprepared() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let transport = DeadTransport(isTold: .atPreparation)
      await #expect(throws: EngineError.self) {
        try await world.manager(transport: transport).refresh("demo", account: nil)
      }
      #expect(transport.requests == 0)
      #expect(try world.registry.intent(of: world.grant()) == nil)
      #expect(try world.grant().failures.count == 1 && world.grant().state == .active)
      try await Self.expectLife(world)
    }
  }

  /// Nobody can be reached: nobody listens any more, or the machine has no descriptor left.
  private final class DeadTransport: HTTPTransport {
    /// When that is found out.
    enum Moment { case atPreparation, atExchange }

    private let moment: Moment
    private let count = Mutex(0)

    init(isTold moment: Moment = .atExchange) { self.moment = moment }

    var requests: Int { count.withLock { $0 } }

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      count.withLock { $0 += 1 }
      throw Self.error(request)
    }

    func prepare(_ request: HTTPRequest) async throws(TransportError) {
      if moment == .atPreparation { throw Self.error(request) }
    }

    private static func error(_ request: HTTPRequest) -> TransportError {
      TransportError(.unreachable("Connection refused"), url: request.url, sent: false)
    }
  }
}
