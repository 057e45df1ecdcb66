import OAuth
import SQLite
import Testing

@testable import Registry

@Suite struct SealingTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// The error with which both tokens of a row must fail to open; the row is read anew.
  func expectBroken(
    _ grant: Grant, _ fields: [String] = ["sealed_access", "sealed_refresh"], _ what: String = "",
    location: SourceLocation = #_sourceLocation
  ) throws {
    let now = try test.reread(grant)
    for field in fields {
      let place = SealedPlace(table: "grant", row: grant.id, field: field)
      #expect(throws: RegistryError.sealBroken(place), "\(what)", sourceLocation: location) {
        field == "sealed_access"
          ? try test.registry.accessToken(of: now, keys: test.keys)
          : try test.registry.refreshToken(of: now, keys: test.keys)
      }
    }
  }

  func expectWhole(_ grant: Grant, location: SourceLocation = #_sourceLocation) throws {
    let now = try test.reread(grant)
    let access = try test.registry.accessToken(of: now, keys: test.keys)
    let refresh = try test.registry.refreshToken(of: now, keys: test.keys)
    #expect(access?.exposed == "at", sourceLocation: location)
    #expect(refresh?.exposed == "rt", sourceLocation: location)
  }

  @Test(
    "a token comes back as it was sealed",
    arguments: ["x", "eyJ.a.b", "caf\u{E9} 日本\u{0}x", String(repeating: "t", count: 100_000)])
  func roundTrip(_ token: String) throws {
    let grant = try test.login(tokens: TestRegistry.tokens(token, token))
    #expect(try test.registry.accessToken(of: grant, keys: test.keys)?.matches(token) == true)
    #expect(try test.registry.refreshToken(of: test.reread(grant), keys: test.keys)?.matches(token) == true)
  }

  @Test("the same token never has the same ciphertext twice")
  func nonces() throws {
    let grants = try (0..<20).map { try test.login("h\($0)", tokens: TestRegistry.tokens("same", "same")) }
    let sealed = grants.flatMap { [$0.sealedAccess, $0.sealedRefresh] }
    #expect(Set(sealed).count == 40)
    #expect(Set(sealed.map { $0?[9..<21] }).count == 40)
  }

  @Test("every bit of a sealed token counts", arguments: ["sealed_access", "sealed_refresh"])
  func bits(_ field: String) throws {
    let grant = try test.login(), connection = try test.connection()
    let sealed = try #require(field == "sealed_access" ? grant.sealedAccess : grant.sealedRefresh)
    for bit in 0..<sealed.count * 8 {
      var changed = sealed
      changed[bit / 8] ^= 1 << (bit % 8)
      try connection.execute("UPDATE grant SET \(field) = ?", [changed])
      try expectBroken(grant, [field], "bit \(bit)")
    }
    try connection.execute("UPDATE grant SET \(field) = ?", [sealed])
    try expectWhole(grant)
  }

  @Test("a token that was cut or grew does not open")
  func lengths() throws {
    let grant = try test.login(), connection = try test.connection()
    let sealed = try #require(grant.sealedAccess)
    for length in 0..<sealed.count {
      try connection.execute("UPDATE grant SET sealed_access = ?", [Array(sealed.prefix(length))])
      try expectBroken(grant, ["sealed_access"], "\(length) bytes")
    }
    try connection.execute("UPDATE grant SET sealed_access = ?", [sealed + [0]])
    try expectBroken(grant, ["sealed_access"], "one byte more")
  }

  @Test("access and refresh token cannot change places")
  func fields() throws {
    let grant = try test.login()
    try test.sql("UPDATE grant SET sealed_access = sealed_refresh, sealed_refresh = sealed_access")
    try expectBroken(grant)
  }

  @Test("a token opens in its own row only")
  func rows() throws {
    let one = try test.login("one"), other = try test.login("other")
    try test.sql(
      "UPDATE grant SET sealed_access = ?, sealed_refresh = ? WHERE id = ?",
      [one.sealedAccess, one.sealedRefresh, other.id])
    try expectBroken(other)
    try expectWhole(one)
  }

  @Test("a token opens under its own generation only")
  func generations() throws {
    let first = try test.login()
    let event = Event(.refreshed, at: TestRegistry.start)
    let second = try #require(
      try test.registry.commitRefresh(first, TestRegistry.tokens(), event: event, keys: test.keys))
    try expectWhole(second)
    try test.sql(
      "UPDATE grant SET sealed_access = ?, sealed_refresh = ?", [first.sealedAccess, first.sealedRefresh])
    try expectBroken(second)
    try test.sql("UPDATE grant SET generation = generation - 1")
    try expectWhole(second)
  }

  @Test(
    "an edited row cannot send a live token elsewhere",
    arguments: [
      "UPDATE server SET url = 'https://evil.example/mcp'", "UPDATE server SET url = url || '/'",
      "UPDATE grant SET issuer = 'https://evil.example'", "UPDATE grant SET resource = 'https://evil.example/mcp'",
      "UPDATE grant SET resource = NULL", "UPDATE grant SET resource = ''",
      "UPDATE registration SET client_id = 'other'", "UPDATE grant SET generation = generation + 1",
      """
      UPDATE grant SET server_id = (SELECT id FROM server WHERE name = 'other'), account = 'x'
      WHERE server_id = (SELECT id FROM server WHERE name = 'h')
      """,
    ])
  func edited(_ sql: String) throws {
    _ = try test.login("other")
    let grant = try test.login("h")
    try expectWhole(grant)
    try test.sql(sql)
    try expectBroken(grant, ["sealed_access", "sealed_refresh"], sql)
  }

  @Test(
    "what a token is not bound to can change",
    arguments: [
      "UPDATE server SET name = 'renamed'", "UPDATE grant SET state = 'suspect', fail_count = 3",
      "UPDATE server SET resource = 'x', issuer = 'y'", "UPDATE registration SET state = 'retired'",
    ])
  func unbound(_ sql: String) throws {
    let grant = try test.login()
    try test.sql(sql)
    try expectWhole(grant)
  }

  @Test("a missing resource and an empty one do not bind alike")
  func noResource() throws {
    let grant = try test.login(resource: nil)
    try expectWhole(grant)
    try test.sql("UPDATE grant SET resource = ''")
    try expectBroken(grant)
  }

  @Test("another registry's keys open nothing, nor do these under another registry's id")
  func otherKeys() throws {
    let grant = try test.login(), other = try TestRegistry()
    #expect(throws: RegistryError.self) { try test.registry.accessToken(of: grant, keys: other.keys) }
    #expect(throws: RegistryError.self) { try other.registry.accessToken(of: grant, keys: test.keys) }
  }

  @Test("no two contexts have the same associated data")
  func contexts() {
    func data(_ table: String, _ field: String, _ binding: [String], row: Int64 = 1, generation: Int64 = 0) -> [UInt8] {
      SealingContext(
        registryID: [1], table: table, row: row, field: field, generation: generation, binding: binding
      ).associatedData(version: 1)
    }
    let all = [
      data("a", "b", []), data("ab", "", []), data("", "ab", []), data("a", "b", [""]), data("a", "b", ["", ""]),
      data("a", "b", ["xy"]), data("a", "b", ["x", "y"]), data("a", "b", ["", "xy"]), data("a", "b", [], row: 2),
      data("a", "b", [], generation: 1), data("a", "b", [], row: 256),
    ]
    #expect(Set(all).count == all.count)
  }
}
