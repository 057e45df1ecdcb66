import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct ClientDocumentTests {
  static let url = "https://client.example/mcpcred.json"

  /// With the document published where the server will look for it.
  static func options(_ world: TestWorld) throws -> LoginOptions {
    world.server.setBehaviours(on: [.clientIDMetadataDocuments])
    let document = try ClientMetadataDocument(at: try #require(WebURL(url)))
    world.server.publish(clientDocument: String(decoding: document.json(onOneLine: true), as: UTF8.self), at: url)
    var options = LoginOptions()
    options.clientMetadata = document
    return options
  }

  static func add(_ world: TestWorld, _ options: LoginOptions, _ name: String = "demo") async throws -> Grant {
    let url = try #require(WebURL(name == "demo" ? world.server.mcpURL : world.server.secondMCPURL))
    return try #require(try await world.manager().add(url, name: name, account: nil, login: true, options).grant)
  }

  @Test("a server that takes documents registers nobody: the address is the client's id, for later logins too")
  func taken() async throws {
    try await TestWorld.run { world in
      let grant = try await Self.add(world, try Self.options(world))
      #expect(grant.clientID == Self.url)
      #expect(RegisterTests.log(world).isEmpty)
      let row = try #require(try world.registry.registration(grant.registrationID))
      #expect(row.kind == .clientIDMetadata)
      #expect(row.method == ClientAuthenticationMethod.none)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      // The address need not be named again.
      let again = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(again.registrationID == grant.registrationID)
      #expect(try await Self.add(world, LoginOptions(), "more").registrationID == grant.registrationID)
      #expect(RegisterTests.log(world).isEmpty)
    }
  }

  @Test("a client that a person made comes before the document, and the document before a registration")
  func order() async throws {
    try await TestWorld.run { world in
      // What the server says of itself is kept from the first login on.
      let options = try Self.options(world)
      let dynamic = try await world.add()
      #expect(try world.registry.registration(dynamic.registrationID)?.kind == .dynamic)
      let documented = try await world.manager().login("demo", account: nil, options)
      #expect(documented.clientID == Self.url)
      _ = try await ClientKeyTests.add(world, try ClientKeyTests.options(world, .es256), name: "signing")
      #expect(try await world.manager().login("demo", account: nil, options).clientID == "signer")
      #expect(RegisterTests.log(world) == ["POST 201"])
    }
  }

  @Test("a server that takes no documents registers the client as ever, also after it took them once")
  func notTaken() async throws {
    try await TestWorld.run { world in
      let options = try Self.options(world)
      world.server.setBehaviours(off: [.clientIDMetadataDocuments])
      let first = try await Self.add(world, options)
      #expect(try world.registry.registration(first.registrationID)?.kind == .dynamic)
      // What the server says of itself is kept for a day, and asked for again where it may have come to take documents.
      _ = try Self.options(world)
      #expect(try await world.manager().login("demo", account: nil, options).clientID == Self.url)
      world.server.setBehaviours(off: [.clientIDMetadataDocuments])
      world.advance(by: 86_401)
      let last = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(try world.registry.registration(last.registrationID)?.kind == .dynamic)
    }
  }

  @Test("a server that takes nothing but documents says what to do, where none is known")
  func onlyDocuments() async throws {
    try await TestWorld.run { world in
      let options = try Self.options(world)
      world.server.setBehaviours(on: [.noRegistration])
      let error = await failure { try await Self.add(world, LoginOptions()) }
      guard case .oauth(.unsupported(.clientWithoutDocument), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try await Self.add(world, options).clientID == Self.url)
    }
  }

  @Test("a server that wants the port in the document gets the one that the person put there")
  func exactPort() async throws {
    try await TestWorld.run { world in
      var options = try Self.options(world)
      world.server.setBehaviours(on: [.exactLoopbackPorts])
      let redirect = "http://127.0.0.1:\(try LoopbackRedirectListener().freePorts(1)[0])/callback"
      world.server.publish(
        clientDocument: #"{"client_id":"\#(Self.url)","client_name":"Mine","redirect_uris":["\#(redirect)"]}"#,
        at: Self.url)
      options.redirectURI = WebURL(redirect)
      #expect(try await Self.add(world, options).clientID == Self.url)
    }
  }

  @Test("a client with a key signs by the name its document has for the key, at later logins and refreshes too")
  func key() async throws {
    try await TestWorld.run { world in
      var options = try Self.options(world)
      let plain = try await Self.add(world, options)
      let pem = Secret(KnownKey.es256.pem)
      let document = try ClientMetadataDocument(
        at: try #require(WebURL(Self.url)), key: try SigningKey(pem: pem).publicKey)
      world.server.publish(
        clientDocument: String(decoding: document.json(onOneLine: true), as: UTF8.self), at: Self.url)
      options.privateKey = pem
      let grant = try await world.manager().login("demo", account: nil, options)
      #expect(grant.registrationID != plain.registrationID && grant.clientID == Self.url)
      let row = try #require(try world.registry.registration(grant.registrationID))
      #expect(row.kind == .clientIDMetadata && row.method == .privateKeyJWT)
      world.server.clearRequests()
      #expect(try await world.manager().refresh("demo", account: nil).generation == grant.generation + 1)
      // The address need not be named again, nor the key.
      let again = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(again.registrationID == grant.registrationID)
      #expect(Set(ClientKeyTests.methods(world)) == ["private_key_jwt"])
      let client = try world.registry.client(row, keys: world.manager().keyRing.dataKeys())
      #expect(client.keyID == document.key?.id && client.keyID != nil)
      // Another key than the document's is none.
      options.privateKey = Secret(KnownKey.edDSA.pem)
      #expect(await failure { try await world.manager().login("demo", account: nil, options) } != nil)
    }
  }

  @Test("a server of its own does not share the document's client")
  func own() async throws {
    try await TestWorld.run { world in
      var options = try Self.options(world)
      options.ownRegistration = true
      let grant = try await Self.add(world, options)
      #expect(try world.registry.registration(grant.registrationID)?.kind == .dynamic)
    }
  }
}
