import DemoServer
import Engine
import Foundation
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

/// The key of a login never leaves the process: not to a file in clear, not to a server, not to whoever is told what happens.
@Suite(.timeLimit(.minutes(1))) struct BoundSecretTests {
  @Test("the private key is nowhere in clear: on disk, on the wire, in what is told or in the trail")
  func nowhere() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .dpopNonces])) { world in
      let transport = world.recorder()
      let manager = world.manager(transport: transport)
      _ = try await world.addBound("demo", nil, manager)
      let begun = try await manager.begin("demo", account: "work", LoginOptions())
      let keys = try [Self.key(world, world.grant()), Self.waitingKey(world)]
      _ = try await manager.refresh("demo", account: nil)
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], manager: manager)
      _ = try await manager.finish("demo", account: nil, SplitLoginTests.redirect(world, begun.url))
      #expect(try Self.key(world, world.grant(account: "work")) == keys[1])
      let files = try Self.files(world)
      let wire = transport.requests.map { request in
        request.url.raw + request.headers.fields.map(\.value).joined() + String(decoding: request.body, as: UTF8.self)
      }
      let told = "\(world.notices.all)" + "\(try world.registry.events(EventFilter(limit: 100)))"
      for key in keys {
        let scalar = try #require(Base64URL.decode(key))
        let forms = [Data(scalar), Data(key.utf8), Data(scalar).base64EncodedData(), Data(Self.hex(scalar).utf8)]
        for form in forms {
          for (path, data) in files { #expect(data.range(of: form) == nil, "\(path)") }
          for text in wire + [told] { #expect(Data(text.utf8).range(of: form) == nil) }
        }
      }
      // The search finds what is there.
      #expect(files.values.contains { $0.range(of: Data("demo".utf8)) != nil } && wire.count > 8)
    }
  }

  private static func key(_ world: TestWorld, _ grant: Grant) throws -> String {
    try #require(try world.registry.dpopKey(of: grant, keys: openKeys(world))).exposed
  }

  private static func waitingKey(_ world: TestWorld) throws -> String {
    let pending = try #require(try world.registry.pendingLogins(of: "demo", at: world.clock.now).first)
    return try #require(try world.registry.open(pending, keys: openKeys(world)).dpopKey).exposed
  }

  private static func openKeys(_ world: TestWorld) throws -> DataKeys {
    let slot = try #require(try world.registry.keySlots().first)
    return try #require(try world.registry.openKeys(slot, with: world.keyring.keys(at: slot.locator)))
  }

  private static func files(_ world: TestWorld) throws -> [String: Data] {
    let folder = URL(filePath: world.folder.path)
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    var files: [String: Data] = [:]
    while let file = all?.nextObject() as? URL {
      if let data = FileManager.default.contents(atPath: file.path) { files[file.path] = data }
    }
    return files
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
