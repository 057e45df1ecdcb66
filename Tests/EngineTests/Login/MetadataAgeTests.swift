import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct MetadataAgeTests {
  @Test("another login within a day asks the authorization server for nothing it has said already")
  func fresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata"])
      world.advance(by: 86_401)
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata", "metadata"])
    }
  }

  @Test("where a server does not name its metadata, that is kept too, from its first login of its own on")
  func resource() async throws {
    try await TestWorld.run { world in
      try await world.add()
      func login() async throws { try await Self.login(world, manager: Self.unnamed(world)) }
      #expect(try await Self.documents(world, login) == ["resource_metadata"])
      #expect(try await Self.documents(world, login).isEmpty)
      // RFC 9728 §5.2: a challenge that names it has it read again.
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata"])
      world.advance(by: 86_401)
      #expect(try await Self.documents(world, login) == ["resource_metadata", "metadata"])
    }
  }

  @Test(
    "what was edited in the file is not used, and is asked for anew",
    arguments: [
      "UPDATE authorization_server SET metadata = metadata || ' '",
      "UPDATE resource_metadata SET document = document || ' '",
      "UPDATE resource_metadata SET tag = zeroblob(40)", "UPDATE resource_metadata SET source = 'root'",
    ])
  func edited(sql: String) async throws {
    try await TestWorld.run { world in
      try await world.add()
      try await Self.login(world, manager: Self.unnamed(world))
      try world.sqlite3(sql)
      let asked = try await Self.documents(world) { try await Self.login(world, manager: Self.unnamed(world)) }
      #expect(asked == [sql.contains("authorization_server") ? "metadata" : "resource_metadata"])
      #expect(try world.grant().generation == 3)
    }
  }

  @Test("an issuer that no longer does what its metadata says is asked again by the next login")
  func expired() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try world.registry.expireMetadata(of: world.server.issuer)
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata", "metadata"])
    }
  }

  @Test("a token endpoint that has moved: the refresh asks where to, and the next one goes there")
  func moved() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try Self.keepOtherTokenEndpoint(world, path: "/nowhere")
      let documents = try await Self.documents(world) {
        let error = await failure { try await world.manager().refresh("demo", account: nil) }
        #expect(error.name == "oauth")
      }
      #expect(documents == ["metadata"])
      world.advance(by: 60)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("where the document cannot be had, what is kept stays in use, and the next login asks again")
  func movedAndDown() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try Self.keepOtherTokenEndpoint(world, path: "/nowhere")
      world.server.plan([PlannedFault(.metadata, .internalError)])
      #expect(await failure { try await world.manager().refresh("demo", account: nil) } != nil)
      let kept = try #require(
        try world.registry.metadata(of: world.server.issuer, keys: try world.manager().keyRing.dataKeys()))
      #expect(String(decoding: kept.json, as: UTF8.self).contains("/nowhere"))
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata", "metadata"])
    }
  }

  @Test("an issuer that knows its client no more is asked for its metadata")
  func unknownClient() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.forgetClients()
      let documents = try await Self.documents(world) {
        let error = await failure { try await world.manager().refresh("demo", account: nil) }
        #expect(error.refusedOnce == "invalid_client")
      }
      #expect(documents == ["metadata"])
    }
  }

  @Test("an outage of the token endpoint says nothing about the metadata", arguments: [Fault.internalError, .html])
  func outage(fault: Fault) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, fault, times: 3)])
      let documents = try await Self.documents(world) {
        #expect(await failure { try await world.manager(timeFlies: true).refresh("demo", account: nil) } != nil)
      }
      #expect(documents.isEmpty)
    }
  }

  @Test("a login whose code or registration meets nothing has the metadata asked for by the next one")
  func contradictedLogin() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try Self.keepOtherTokenEndpoint(world, path: "/nowhere")
      #expect(await failure { try await Self.login(world) }.name == "oauth")
      #expect(try await Self.documents(world) { try await Self.login(world) } == ["resource_metadata", "metadata"])
    }
  }

  @Test("a refresh asks for no document, whatever its age")
  func refresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 10 * 86_400)
      #expect(
        try await Self.documents(world) { _ = try await world.manager().refresh("demo", account: nil) }.isEmpty)
    }
  }

  /// As if it had been fetched before the endpoint moved.
  private static func keepOtherTokenEndpoint(_ world: TestWorld, path: String) throws {
    let keys = try world.manager().keyRing.dataKeys()
    let kept = try #require(try world.registry.metadata(of: world.server.issuer, keys: keys))
    let text = String(decoding: kept.json, as: UTF8.self).replacing("/realm/demo/mint", with: path)
    #expect(text.contains(path))
    try world.registry.saveMetadata(
      Array(text.utf8), of: world.server.issuer, freshUntil: kept.freshUntil, keys: keys)
  }

  private static func login(_ world: TestWorld, manager: CredentialManager? = nil) async throws {
    _ = try await (manager ?? world.manager()).login("demo", account: nil, LoginOptions())
  }

  /// Which documents a deed fetched.
  private static func documents(_ world: TestWorld, _ deed: () async throws -> Void) async throws -> [String] {
    world.server.clearRequests()
    try await deed()
    return world.server.requests().map(\.endpoint).filter { $0.hasSuffix("metadata") }
  }

  /// The first answer is a challenge without the place of the metadata.
  private static func unnamed(_ world: TestWorld) -> CredentialManager {
    world.manager(
      transport: ScriptedTransport(
        [("POST \(world.server.mcpURL)", .status(401, [("WWW-Authenticate", "Bearer")]))], others: world.transport))
  }
}
