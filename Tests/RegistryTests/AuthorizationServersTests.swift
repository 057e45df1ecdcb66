import Foundation
import Registry
import SQLite
import Testing

@Suite struct AuthorizationServersTests {
  static let json = "{\"issuer\":\"https://as.example\",\"token_endpoint\":\"https://as.example/token\"}"

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func save(_ json: String, of issuer: String = TestRegistry.issuer, until end: Date = TestRegistry.start) throws {
    try test.registry.saveMetadata(Array(json.utf8), of: issuer, freshUntil: end, keys: test.keys)
  }

  func read(_ issuer: String = TestRegistry.issuer) throws(RegistryError) -> (json: String, end: Date)? {
    try test.registry.metadata(of: issuer, keys: test.keys).map {
      (String(decoding: $0.json, as: UTF8.self), $0.freshUntil)
    }
  }

  @Test("metadata comes back as it was saved, with the end of its freshness; the newest wins")
  func roundTrip() throws {
    #expect(try read() == nil)
    try save(Self.json)
    #expect(try read()?.json == Self.json)
    #expect(try read()?.end == TestRegistry.start)
    try save("{\"newer\":\"é\"}", until: TestRegistry.start.addingTimeInterval(60))
    #expect(try read()?.json == "{\"newer\":\"é\"}")
    #expect(try read()?.end == TestRegistry.start.addingTimeInterval(60))
    #expect(try read("https://other") == nil)
  }

  @Test("white space and a byte order mark before the document do no harm", arguments: ["\n", "\r\n\t ", "\u{FEFF}"])
  func whiteSpace(_ before: String) throws {
    try save(before + Self.json)
    #expect(try read()?.json == Self.json)
  }

  @Test(
    "metadata that was changed outside this program is refused, so that no secret goes to an edited endpoint",
    arguments: [
      "UPDATE authorization_server SET metadata = replace(metadata, 'as.example/token', 'evil.example/token')",
      "UPDATE authorization_server SET metadata = metadata || ' '", "UPDATE authorization_server SET metadata = '{}'",
      "UPDATE authorization_server SET metadata_tag = x''",
      "UPDATE authorization_server SET metadata_tag = substr(metadata_tag, 1, 39)",
      "UPDATE authorization_server SET metadata_tag = CAST(metadata_tag || x'00' AS BLOB)",
      "UPDATE authorization_server SET metadata_tag = zeroblob(40)",
      """
      UPDATE authorization_server SET (metadata, metadata_tag) = (SELECT metadata, metadata_tag
      FROM authorization_server WHERE issuer = 'https://other')
      """,
    ])
  func edited(_ sql: String) throws {
    try save(Self.json)
    try save("{\"of\":\"another\"}", of: "https://other")
    try test.sql(sql + " WHERE issuer = '\(TestRegistry.issuer)'")
    #expect(throws: RegistryError.metadataTampered(issuer: TestRegistry.issuer)) { try read() }
    #expect(try read("https://other")?.json == "{\"of\":\"another\"}")
  }

  @Test("every bit of the tag counts")
  func bits() throws {
    try save(Self.json)
    let tag = try test.blob("SELECT metadata_tag FROM authorization_server"), connection = try test.connection()
    #expect(tag.count == 40)
    for bit in 0..<tag.count * 8 {
      var changed = tag
      changed[bit / 8] ^= 1 << (bit % 8)
      try connection.execute("UPDATE authorization_server SET metadata_tag = ?", [changed])
      #expect(throws: RegistryError.metadataTampered(issuer: TestRegistry.issuer)) { try read() }
    }
    try connection.execute("UPDATE authorization_server SET metadata_tag = ?", [tag])
    #expect(try read() != nil)
  }

  @Test("a row renamed to another issuer is refused there")
  func renamed() throws {
    try save(Self.json)
    try test.sql("UPDATE authorization_server SET issuer = 'https://as.exampl' || 'e/'")
    #expect(throws: RegistryError.metadataTampered(issuer: "https://as.example/")) { try read("https://as.example/") }
  }

  @Test("another registry's keys do not vouch for it")
  func otherKeys() throws {
    try save(Self.json)
    let other = try TestRegistry()
    #expect(throws: RegistryError.metadataTampered(issuer: TestRegistry.issuer)) {
      try test.registry.metadata(of: TestRegistry.issuer, keys: other.keys)
    }
  }

  @Test("saved again, tampered metadata is good again")
  func repaired() throws {
    try save(Self.json)
    try test.sql("UPDATE authorization_server SET metadata = '{}'")
    try save(Self.json)
    #expect(try read()?.json == Self.json)
  }

  @Test("what was learned of an issuer survives its metadata being fetched again")
  func quirks() throws {
    #expect(try test.registry.quirks(of: "https://as") == IssuerQuirks())
    try test.registry.saveMetadata(Array("{}".utf8), of: "https://as", keys: test.keys)
    var quirks = IssuerQuirks()
    quirks.refusedAuthMethods = ["none"]
    try test.registry.setQuirks(quirks, of: "https://as")
    try test.registry.saveMetadata(Array("{}".utf8), of: "https://as", keys: test.keys)
    #expect(try test.registry.quirks(of: "https://as") == quirks)
  }
}
