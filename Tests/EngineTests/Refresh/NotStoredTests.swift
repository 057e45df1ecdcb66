import DemoServer
import Foundation
import HTTP
import LinuxPlatform
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs sqlite3"),
  .timeLimit(.minutes(1)))
struct NotStoredTests {
  @Test("tokens that came and could not be stored wait in the spool file; the next run stores them and sends nothing")
  func refresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      guard case .notStored("demo", .database, .spooled) = error else {
        Issue.record("\(error.name)")
        return
      }
      let grant = try world.grant()
      #expect(grant.generation == 1)
      #expect(grant.hasRefreshToken)
      #expect(try world.registry.intent(of: grant)?.generation == 1)
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "notStored")
      #expect(world.refreshes == 1)
      try world.sqlite3("DROP TRIGGER full")
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(world.refreshes == 1)
      #expect(try world.registry.intent(of: world.grant()) == nil)
      #expect(try FileTokenSpool(folder: world.location.spool).kept(for: grant.id) == nil)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
    }
  }

  @Test("the worker looks into the spool file itself: what was kept after the caller looked is sent by nobody")
  func secondLook() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "notStored")
      try world.sqlite3("DROP TRIGGER full")
      let looks = Mutex(0)
      var spool = RoomySpool(wrapped: FileTokenSpool(folder: world.location.spool))
      spool.isVisible = {
        looks.withLock {
          $0 += 1
          return $0 > 1
        }
      }
      let late = spool
      #expect(await failure { try await world.manager(spool: late).refresh("demo", account: nil) }.name == "busy")
      #expect(world.refreshes == 1)
      #expect(try FileTokenSpool(folder: world.location.spool).kept(for: grant.id) != nil)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(world.refreshes == 1)
    }
  }

  @Test("what waits in the spool file is what a revocation takes back", arguments: [false, true])
  func revoked(byLogin: Bool) async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "notStored")
      try world.sqlite3("DROP TRIGGER full")
      if byLogin {
        _ = try await world.manager().login("demo", account: nil, LoginOptions())
      } else {
        _ = try await world.manager().revoke("demo", account: nil)
      }
      let spent = world.server.requests().first { $0.grantType == "refresh_token" }?.parameters["refresh_token"]
      let taken = world.server.requests().first { $0.endpoint == "revocation" }?.parameters["token"]
      #expect(taken != nil && taken != spent)
      #expect(try FileTokenSpool(folder: world.location.spool).kept(for: grant.id) == nil)
    }
  }

  @Test("where neither the registry nor the spool file can take them, they are tried again for minutes")
  func inMemory() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      try world.sqlite3(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      let spool = FailingSpool()
      let error = await failure { try await world.manager(spool: spool).refresh("demo", account: nil) }
      guard case .notStored("demo", .database, .inMemory) = error else {
        Issue.record("\(error.name)")
        return
      }
      // The worker holds the lock until it is done.
      #expect(try FileGrantLock(folder: world.location.locks).attempt("grant-\(grant.id)") == nil)
      try world.sqlite3("DROP TRIGGER full")
      #expect(
        await eventually {
          world.clock.advance(by: 2)
          return (try? world.grant().generation) == 2
        })
      #expect(world.refreshes == 1)
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

  private static let full = "CREATE TRIGGER full BEFORE INSERT ON grant BEGIN SELECT RAISE(ABORT, 'full'); END"

  private static func add(_ world: TestWorld, _ spool: (any TokenSpool)? = nil, browser: HTTPBrowser? = nil)
    async throws
  {
    let url = try #require(WebURL(world.server.mcpURL))
    _ = try await world.manager(browser: browser, spool: spool).add(
      url, name: "demo", account: nil, login: true, LoginOptions())
  }

  @Test("a login that cannot be stored is an error of its own, leaves nothing half stored, and no token alive")
  func login() async throws {
    try await TestWorld.run { world in
      try world.sqlite3(Self.full)
      guard case .notStored("demo", .database, nil) = await failure(of: { try await world.add() }) else {
        Issue.record("stored")
        return
      }
      #expect(try world.registry.servers().isEmpty)
      #expect(try world.registry.grants().isEmpty)
      let revoked = world.server.requests().filter { $0.endpoint == "revocation" && $0.status == 200 }
      #expect(revoked.compactMap { $0.parameters["token_type_hint"] } == ["refresh_token", "access_token"])
      #expect(try world.registry.registrations().allSatisfy { try world.registry.use(of: $0).isNone })
      try world.sqlite3("DROP TRIGGER full")
      try await world.add()
    }
  }

  @Test("a login again that cannot be stored takes nothing back: that could end the login which stays")
  func loginAgain() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      try world.sqlite3("CREATE TRIGGER full BEFORE UPDATE ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      let error = await failure { try await world.manager().login("demo", account: nil, LoginOptions()) }
      #expect(error.name == "notStored")
      #expect(!world.server.requests().contains { $0.endpoint == "revocation" })
      #expect(
        world.notices.all.contains { if case .takenBack("demo", areRevoked: false) = $0 { true } else { false } })
      try world.sqlite3("DROP TRIGGER full")
      #expect(try await world.manager().refresh("demo", account: nil).generation == old.generation + 1)
    }
  }

  @Test("a disk that is full when a login is stored has the room that was kept for it")
  func room() async throws {
    try await TestWorld.run { world in
      try world.sqlite3(Self.full)
      let spool = RoomySpool(
        wrapped: FileTokenSpool(folder: world.location.spool),
        discarding: { if $0 == 0 { try? world.sqlite3("DROP TRIGGER IF EXISTS full") } })
      try await Self.add(world, spool)
      #expect(try world.grant().state == .active)
      #expect(!world.server.requests().contains { $0.endpoint == "revocation" })
      #expect(!FileManager.default.fileExists(atPath: "\(world.location.spool)/0"))
    }
  }

  @Test("the room that is kept is more than twice what the commit takes")
  func roomEnough() async throws {
    try await TestWorld.run { world in
      let file = "\(world.location.path)-wal"
      let sizes = Mutex<(room: Int, log: [Int])>((0, []))
      @Sendable func noteLog() {
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        sizes.withLock { $0.log.append(size ?? 0) }
      }
      let spool = RoomySpool(
        wrapped: FileTokenSpool(folder: world.location.spool),
        allocating: { (_, bytes) throws(TokenSpoolError) in
          sizes.withLock { $0.room = bytes }
          noteLog()
        }, discarding: { _ in noteLog() })
      try await Self.add(world, spool)
      let (room, log) = sizes.withLock { $0 }
      #expect(log.count == 2 && log[1] > log[0])
      #expect(2 * (log[1] - log[0]) < room, "\(log) \(room)")
    }
  }

  @Test("a disk that is full is noticed before a browser opens, and before a code is spent")
  func early() async throws {
    try await TestWorld.run { world in
      let browser = world.browser()
      try world.sqlite3("CREATE TRIGGER full BEFORE INSERT ON pending_login BEGIN SELECT RAISE(ABORT, 'full'); END")
      #expect(await failure { try await Self.add(world, browser: browser) }.name == "registry")
      #expect(browser.opened.isEmpty)
      try world.sqlite3("DROP TRIGGER full")
      let spool = RoomySpool(wrapped: FileTokenSpool(folder: world.location.spool)) { (_, _) throws(TokenSpoolError) in
        throw TokenSpoolError(path: "/spool/0", reason: "No space left on device", isFull: true)
      }
      #expect(await failure { try await Self.add(world, spool, browser: browser) }.name == "spool")
      #expect(browser.opened.count == 1)
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
    }
  }
}
