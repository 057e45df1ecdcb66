import DemoServer
import FoundationEssentials
import HTTP
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

/// What the schedule does besides refreshing, and what comes first. That a crash of it ends nothing else is
/// `EndToEndTests/ChoreCrashTests`.
@Suite(.timeLimit(.minutes(1))) struct ChoreTests {
  @Test("refreshes are sent before anything else the schedule does")
  func order() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: Self.rotating)) { world in
      try await Self.addConfidential(world)
      try await world.add("more", world.server.secondMCPURL)
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: nil), times: 2)])
      _ = try await world.manager().revoke("more", account: nil)
      world.advance(by: 3000)
      world.server.clearRequests()
      _ = try await world.manager().refreshDue { _ in }
      let endpoints = world.server.requests().map(\.endpoint)
      #expect(endpoints == ["token", "client_configuration", "revocation", "revocation"], "\(endpoints)")
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("a login whose client's secret has ended waits for the new one, in the same run")
  func endedSecret() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: Self.rotating)) { world in
      try await Self.addConfidential(world)
      world.advance(by: 3700)
      world.server.clearRequests()
      let report = try await world.manager().refreshDue { _ in }
      #expect(world.server.requests().map(\.endpoint) == ["client_configuration", "token"])
      #expect(report.logins.count == 1 && report.failure == nil)
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("an attempt is written down before it is made: the run after a crash does not begin with it")
  func noted() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: Self.rotating)) { world in
      try await Self.addConfidential(world)
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: nil), times: 2)])
      try await world.add("more", world.server.secondMCPURL)
      _ = try await world.manager().revoke("more", account: nil)
      world.advance(by: 3000)
      let seen = Mutex<[String]>([])
      let watched = WatchedTransport(world.transport) {
        let owed = (try? world.registry.owedRevocations(dueBy: world.clock.now)) ?? []
        let ending = (try? world.registry.expiringRegistrations(at: world.clock.now)) ?? []
        seen.withLock { $0.append("\(owed.count) owed, \(ending.count) ending") }
      }
      _ = try await world.manager(transport: watched).refreshDue { _ in }
      // Each request finds what it is about put off: the refresh, the secret, and one token after the other.
      #expect(
        seen.withLock { $0 } == ["2 owed, 1 ending", "2 owed, 0 ending", "1 owed, 1 ending", "0 owed, 1 ending"])
    }
  }

  @Test("while another process is at the chores nobody else is, and refreshes go on")
  func oneAtATime() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: nil), times: 2)])
      _ = try await world.manager().revoke("more", account: nil)
      world.advance(by: 3000)
      let other = try #require(try world.manager().dependencies.locks.attempt("chores"))
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 2)
      #expect(try world.grant().generation == 2)
      other.release()
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 0)
    }
  }

  private static let rotating: Set<Behaviour> = [.expiringSecrets, .rotatingSecrets]

  /// A login whose client has a secret for an hour.
  private static func addConfidential(_ world: TestWorld) async throws {
    var options = LoginOptions()
    options.authMethod = .clientSecretBasic
    let url = try #require(WebURL(world.server.mcpURL))
    _ = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
  }
}
