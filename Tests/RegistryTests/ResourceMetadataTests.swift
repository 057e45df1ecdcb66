import Foundation
import Registry
import Testing

@Suite struct ResourceMetadataTests {
  let test: TestRegistry
  let server: Server

  init() throws {
    test = try TestRegistry()
    server = try TestRegistry.server("h")
    try test.registry.insert(server, event: Event(.serverAdded, at: TestRegistry.start))
  }

  func save(_ json: String, until end: TimeInterval = 60) throws {
    let metadata = CachedResourceMetadata(
      json: Array(json.utf8), url: "https://h/prm", source: "path",
      freshUntil: TestRegistry.start.addingTimeInterval(end))
    try test.registry.saveResourceMetadata(metadata, of: server, keys: test.keys)
  }

  func read() throws -> CachedResourceMetadata? { try test.registry.resourceMetadata(of: server, keys: test.keys) }

  @Test("a document comes back as it was saved, with its place and its end; the newest wins")
  func roundTrip() throws {
    #expect(try read() == nil)
    try save("{\"a\":1}")
    try save("\u{FEFF}{\"a\":2}", until: 90)
    let kept = try #require(try read())
    #expect(String(decoding: kept.json, as: UTF8.self) == "{\"a\":2}")
    #expect(kept.url == "https://h/prm")
    #expect(kept.source == "path")
    #expect(kept.freshUntil == TestRegistry.start.addingTimeInterval(90))
  }

  @Test(
    "what was changed outside this program is as good as absent",
    arguments: [
      "document = '{}'", "url = 'https://evil/prm'", "source = 'root'", "tag = x''",
      "server_id = server_id, tag = (SELECT metadata_tag FROM authorization_server)",
    ])
  func edited(_ change: String) throws {
    try save("{\"a\":1}")
    try test.registry.saveMetadata(
      Array("{\"a\":1}".utf8), of: TestRegistry.issuer, keys: test.keys)
    try test.sql("UPDATE resource_metadata SET \(change)")
    #expect(try read() == nil)
  }

  @Test("it goes with its server")
  func removed() throws {
    try save("{}")
    try test.registry.remove(server, event: Event(.serverRemoved, at: TestRegistry.start))
    #expect(try test.connection().row("SELECT count(*) FROM resource_metadata") { $0.integer(0) } == 0)
  }

  @Test("metadata of an authorization server is stale where nobody said otherwise, and when it is told to be")
  func authorizationServers() throws {
    func end() throws -> Date? { try test.registry.metadata(of: TestRegistry.issuer, keys: test.keys)?.freshUntil }
    func save(until end: Date?) throws {
      try test.registry.saveMetadata(
        Array("{}".utf8), of: TestRegistry.issuer, freshUntil: end, keys: test.keys)
    }
    try save(until: nil)
    #expect(try end() == Date(timeIntervalSince1970: 0))
    try save(until: TestRegistry.start)
    #expect(try end() == TestRegistry.start)
    try test.registry.expireMetadata(of: TestRegistry.issuer)
    #expect(try end() == Date(timeIntervalSince1970: 0))
  }
}
