import DemoServer
import Foundation
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs sqlite3"),
  .timeLimit(.minutes(1)))
struct NotStoredTests {
  @Test("tokens that came and could not be stored are an error of their own, and the intent stays open")
  func refresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      guard case .notStored("demo", .database) = error else {
        Issue.record("\(error.name)")
        return
      }
      let grant = try world.grant()
      #expect(grant.generation == 1)
      #expect(grant.hasRefreshToken)
      #expect(try world.registry.intent(of: grant)?.generation == 1)
      #expect(world.refreshes == 1)
      try world.sqlite3("DROP TRIGGER full")
      _ = await failure { try await world.manager().refresh("demo", account: nil) }
      #expect(try world.grant().stateCause == "interrupted_rotation")
    }
  }

  @Test("a refresh whose intent cannot be written sends nothing")
  func intent() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try world.sqlite3("CREATE TRIGGER full BEFORE INSERT ON refresh_intent BEGIN SELECT RAISE(ABORT, 'full'); END")
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "registry")
      #expect(world.refreshes == 0)
    }
  }

  @Test("a login that cannot be stored is an error of its own, and leaves nothing half stored")
  func login() async throws {
    try await TestWorld.run { world in
      try world.sqlite3("CREATE TRIGGER full BEFORE INSERT ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      guard case .notStored("demo", .database) = await failure(of: { try await world.add() }) else {
        Issue.record("stored")
        return
      }
      #expect(try world.registry.servers().isEmpty)
      #expect(try world.registry.grants().isEmpty)
    }
  }
}
