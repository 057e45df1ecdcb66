import Foundation
import SQLite
import Testing

@testable import Registry

@Suite struct HandOutTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func counts() throws -> [Int] { try test.registry.events().filter { $0.kind == .handedOut }.map(\.count) }

  @Test("hand-outs are counted by login, generation, program and hour")
  func counting() throws {
    let one = HandOut(try test.login("a")), other = HandOut(try test.login("b"))
    let at = TestRegistry.start
    for (handOuts, seconds, actor) in [
      ([one], 0, "zsh"), ([one], 3599, "zsh"), ([one, other], 3599, "zsh"), ([one], 3600, "zsh"), ([one], 0, "cron"),
      ([one], 0, nil), ([one], 1, nil),
    ] as [([HandOut], TimeInterval, String?)] {
      test.registry.count(handOuts, at: at.addingTimeInterval(seconds), actor: actor)
    }
    #expect(try counts() == [2, 1, 1, 1, 3])
    let first = try #require(try test.registry.events().last { $0.kind == .handedOut })
    #expect(first.at == at && first.server == "a" && first.account == "default" && first.actor == "zsh")
    #expect(first.issuer == TestRegistry.issuer && first.generation == 1 && first.grant == one.grant)
    #expect(try test.registry.events().first?.actor == nil)
    // To the hour: the row is not written at each use.
    #expect(try test.registry.grant(one.grant)?.lastUsedAt == Date(seconds: (at.seconds + 3600) / 3600 * 3600))
  }

  @Test("the next pair of tokens is counted by itself")
  func generations() throws {
    let grant = try test.login()
    test.registry.count([HandOut(grant)], at: TestRegistry.start, actor: "zsh")
    let next = try #require(
      try test.registry.commitRefresh(
        grant, TestRegistry.tokens("at2", "rt2"), event: Event(.refreshed, at: TestRegistry.start), keys: test.keys))
    test.registry.count([HandOut(next)], at: TestRegistry.start, actor: "zsh")
    #expect(try counts() == [1, 1])
  }

  @Test("another process that writes holds a hand-out up for a moment at most, and costs the count only")
  func locked() throws {
    let handOut = HandOut(try test.login())
    let other = try test.connection()
    try other.run("BEGIN IMMEDIATE")
    let duration = ContinuousClock().measure {
      test.registry.count([handOut], at: TestRegistry.start, actor: "zsh")
    }
    // Far less than the patience of any other write, and far more than a slow machine needs for 50 ms.
    #expect(duration < .seconds(3))
    try other.run("ROLLBACK")
    #expect(try counts().isEmpty)
    test.registry.count([handOut], at: TestRegistry.start, actor: "zsh")
    #expect(try counts() == [1])
  }

  @Test("what follows on the same connection is durable again")
  func restored() throws {
    let handOut = HandOut(try test.login())
    test.registry.count([handOut], at: TestRegistry.start, actor: "zsh")
    for (name, value) in [("synchronous", 2), ("busy_timeout", 5000), ("wal_autocheckpoint", 1000)] as [(String, Int64)]
    {
      let found = try test.registry.read { (connection) throws(RegistryError) in
        try connection.first("PRAGMA \(name)") { $0.integer(0) }
      }
      #expect(found == value, "\(name)")
    }
  }

  @Test("a registry that cannot be written fails no hand-out")
  func unwritable() throws {
    let handOut = HandOut(try test.login())
    try test.sql("DROP TABLE event")
    test.registry.count([handOut], at: TestRegistry.start, actor: "zsh")
  }
}
