import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct KeyTests {
  @Test("first commands at once make one key")
  func race() async throws {
    try await TestWorld.run { world in
      let registries = try (0..<4).map { _ in try world.secondRegistry() }
      let failures = await withTaskGroup(of: EngineError?.self) { group in
        for index in 0..<8 {
          let manager = world.manager(registry: registries[index % 4])
          group.addTask { await failure { try manager.keyRing.dataKeys() } }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(failures.count == 8)
      #expect(failures.allSatisfy { $0 == nil })
      #expect(world.keyring.stores == 1)
      #expect(try world.registry.keySlots().count == 1)
    }
  }

  @Test("trying the key opens it, says why it does not open, and makes none")
  func trying() async throws {
    try await TestWorld.run { world in
      #expect(try world.manager().checkKeys() == false)
      #expect(world.keyring.stores == 0 && world.keyring.reads == 0)
      try await world.add()
      #expect(try world.manager().checkKeys())
      world.keyring.fail(with: .locked(.secretService))
      #expect(await failure { try world.manager().checkKeys() }.name == "key")
      #expect(world.keyring.stores == 1)
    }
  }

  @Test(
    "a keyring that is locked, silent or unreachable is told apart, and never leads to a new key",
    arguments: [KeyError.locked(.secretService), .timedOut(.secretService), .unavailable(.secretService, "no bus")])
  func failures(expected: KeyError) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.keyring.fail(with: expected)
      for _ in 0..<2 {
        let error = await failure { try world.manager().keyRing.dataKeys() }
        guard case .key(expected) = error else {
          Issue.record("\(error.name)")
          return
        }
      }
      #expect(await failure { try await world.manager().refresh("demo", account: nil) }.name == "key")
      #expect(world.keyring.stores == 1)
      #expect(try world.registry.keySlots().count == 1)
      #expect(world.refreshes == 0)
      world.keyring.fail(with: nil)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
    }
  }

  @Test("a keyring that has lost its key, or holds another's, is told apart, and nothing is made or replaced")
  func lostKey() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.keyring.exchange(try #require(KeyEncryptionKey(bytes: [UInt8](repeating: 7, count: 32))))
      guard case .key(.mismatch(.secretService)) = await failure(of: { try world.manager().keyRing.dataKeys() }) else {
        Issue.record("a foreign key was taken")
        return
      }
      world.keyring.empty()
      guard case .keyAbsent(.secretService, _) = await failure(of: { try world.manager().keyRing.dataKeys() }) else {
        Issue.record("a lost key was not missed")
        return
      }
      #expect(world.keyring.stores == 1)
    }
  }

  @Test(
    "a registry without a key makes none where no keyring can be reached",
    arguments: [KeyError.unavailable(.secretService, "no bus"), .locked(.secretService), .timedOut(.secretService)])
  func noKeyring(expected: KeyError) async throws {
    try await TestWorld.run { world in
      world.keyring.fail(with: expected)
      let error = await failure { try await world.add() }
      guard case .cannotMakeKey(expected) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try world.registry.keySlots().isEmpty)
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
      world.keyring.fail(with: nil)
      try await world.add()
      #expect(world.keyring.stores == 1)
    }
  }

  @Test("a registry is initialised once")
  func twice() async throws {
    try await TestWorld.run { world in
      let manager = world.manager(), file = world.folder["key"]
      try manager.initialize(provider: .file, locator: file)
      guard
        case .alreadyInitialized(.file, file) = await failure(of: {
          try manager.initialize(provider: .secretService, locator: "x")
        })
      else {
        Issue.record("initialised twice")
        return
      }
      #expect(try world.registry.keySlots().map(\.provider) == [.file])
      try await world.add()
      #expect(world.keyring.reads == 0)
      #expect(world.keyring.stores == 0)
    }
  }

  @Test("a key that is there already is taken, not replaced")
  func existing() async throws {
    try await TestWorld.run { world in
      let key = try #require(KeyEncryptionKey(bytes: [UInt8](repeating: 1, count: 32)))
      try world.keyring.store(key, at: world.registry.idText)
      try world.manager().initialize(provider: .secretService, locator: world.registry.idText)
      #expect(world.keyring.stores == 1)
      _ = try world.manager().keyRing.dataKeys()
    }
  }

  @Test("how logins stand is told without a key and without a network")
  func status() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await world.add("open", world.server.openMCPURL, orOpen: true)
      world.keyring.fail(with: .locked(.secretService))
      let reads = world.keyring.reads
      world.server.clearRequests()
      let rows = try world.manager().status()
      #expect(rows.map(\.server.name) == ["demo", "open"])
      #expect(rows.map(\.condition) == [.fresh(until: try world.grant().times.expiresAt), .open])
      #expect(try world.manager().plan().isEmpty)
      #expect(world.keyring.reads == reads)
      #expect(world.server.requests().isEmpty)
    }
  }
}

extension TestWorld {
  fileprivate func add(_ name: String, _ url: String, orOpen: Bool) async throws {
    do { try await add(name, url) } catch is TestWorld.Unmade where orOpen {}
  }
}
