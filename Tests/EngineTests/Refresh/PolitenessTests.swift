import DemoServer
import FoundationEssentials
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// How many requests a run over several logins has out at once.
@Suite(.timeLimit(.minutes(1))) struct PolitenessTests {
  @Test("one authorization server is asked by one request at a time")
  func one() async throws {
    try await TestWorld.run { world in
      for account in ["a", "b", "c"] { try await world.add(account, world.server.mcpURL) }
      let counting = CountingTransport(world.transport)
      let reports = try await world.manager(transport: counting).refreshAll { _ in }
      #expect(reports.count == 3 && world.refreshes == 3)
      #expect(counting.most == 1)
    }
  }

  @Test("of six authorization servers four are asked at once, and the reports are in the order of the names")
  func four() async throws {
    try await TestWorld.run { world in
      var configuration = DemoConfiguration(accessTokenLifetime: 3600, consent: .allow)
      configuration.clockStart = ManualClock.start.timeIntervalSince1970
      var servers: [DemoServer] = []
      for number in 1...6 {
        let server = try await DemoServer.start(configuration)
        servers.append(server)
        try await world.add("s\(number)", server.mcpURL)
      }
      let counting = CountingTransport(world.transport)
      let reports = try await world.manager(transport: counting).refreshAll { _ in }
      #expect(reports.map(\.server) == (1...6).map { "s\($0)" })
      #expect(counting.most == 4)
      for server in servers { await server.stop() }
    }
  }

  @Test("an unattended run pauses between two requests to one server, for two seconds at most")
  func pauses() async throws {
    try await TestWorld.run { world in
      for account in ["a", "b", "c"] { try await world.add(account, world.server.mcpURL) }
      world.advance(by: 3000)
      let start = world.clock.now
      let reports = try await world.manager(timeFlies: true).refreshDue { _ in }.logins
      #expect(reports.count == 3 && world.refreshes == 3)
      #expect((0...4).contains(world.clock.now.timeIntervalSince(start)))
    }
  }

  /// Counts the requests that are out, each of which takes a moment longer than the network does.
  private final class CountingTransport: HTTPTransport {
    private let wrapped: any HTTPTransport
    private let counts = Mutex((now: 0, most: 0))

    init(_ wrapped: any HTTPTransport) { self.wrapped = wrapped }

    var most: Int { counts.withLock { $0.most } }

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      defer { counts.withLock { $0.now -= 1 } }
      try? await Task.sleep(for: .milliseconds(200))
      return try await wrapped.exchange(request, into: receiver)
    }
  }
}
