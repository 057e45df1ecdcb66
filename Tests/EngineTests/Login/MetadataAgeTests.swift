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

  @Test("a refresh asks for no document, whatever its age")
  func refresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 10 * 86_400)
      #expect(
        try await Self.documents(world) { _ = try await world.manager().refresh("demo", account: nil) }.isEmpty)
    }
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
