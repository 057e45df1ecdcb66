import DemoServer
import FoundationEssentials
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefreshManyTests {
  @Test("all logins are renewed one after the other, and one that fails does not stop the rest")
  func all() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      world.server.plan([PlannedFault(.refresh, .tooManyRequests(retryAfter: nil))])
      let told = Mutex<[String]>([])
      let reports = try await world.manager().refreshAll { report in told.withLock { $0.append(report.server) } }
      #expect(told.withLock { $0 } == ["demo", "more"])
      #expect(reports.map(\.server) == ["demo", "more"])
      #expect(Self.outcomes(reports) == [false, true])
      #expect(try world.grant("more").generation == 2)
    }
  }

  @Test("a login whose row is damaged does not stop the rest")
  func damaged() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      let grant = try world.grant()
      try world.sqlite3("UPDATE grant SET resource = 'https://x.example' WHERE id = \(grant.id)")
      let reports = try await world.manager().refreshAll { _ in }
      #expect(Self.outcomes(reports) == [false, true])
      #expect(try world.grant("more").generation == 2)
    }
  }

  @Test("without the key nothing of the rest is tried")
  func locked() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      world.keyring.fail(with: .locked(.secretService))
      let reads = world.keyring.reads
      #expect(await failure { try await world.manager().refreshAll { _ in } }.name == "key")
      #expect(world.keyring.reads == reads + 1)
      #expect(world.refreshes == 0)
    }
  }

  @Test("the schedule renews what is due and nothing else")
  func due() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let due = try #require(grant.times.dueAt)
      world.advance(by: due.timeIntervalSince(world.clock.now) - 2)
      #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
      world.advance(by: 2)
      #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
      #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
      #expect(world.refreshes == 1)
    }
  }

  @Test("an idle login of short-lived tokens is kept alive once a day")
  func keepalive() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 300, consent: .allow)) { world in
      let grant = try await world.add()
      #expect(grant.times.dueAt == nil)
      world.advance(by: 0.9 * 86_400 - 10)
      #expect(try world.manager().plan().isEmpty)
      world.advance(by: 0.2 * 86_400 + 20)
      #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("a login that nobody has used for a week is only kept alive, until it is used again")
  func idle() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 8 * 86_400)
      #expect(try await world.manager().refreshDue { _ in }.logins.count == 1)
      let idle = try world.grant()
      #expect(idle.generation == 2 && idle.times.dueAt == nil && idle.times.keepaliveAt != nil)
      world.advance(by: 7200)
      #expect(try world.manager().plan().isEmpty)
      _ = try await world.manager().token("demo", account: nil, minimumValidity: nil)
      #expect(try world.grant().times.dueAt != nil)
    }
  }

  @Test("a revoked login is left alone")
  func revoked() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().revoke("demo", account: nil)
      world.advance(by: 1_000_000)
      #expect(try await world.manager().refreshAll { _ in }.isEmpty)
      #expect(try await world.manager().refreshDue { _ in }.logins.isEmpty)
    }
  }

  private static func outcomes(_ reports: [LoginReport]) -> [Bool] {
    reports.map { if case .success = $0.result { true } else { false } }
  }
}
