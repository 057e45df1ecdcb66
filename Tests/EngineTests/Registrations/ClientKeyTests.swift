import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct ClientKeyTests {
  static func options(_ world: TestWorld, _ key: KnownKey) throws -> LoginOptions {
    let redirect = "http://127.0.0.1:\(try LoopbackRedirectListener().freePorts(1)[0])/cb"
    world.server.preregister(
      PreregisteredClient(id: "signer", authentication: .privateKeyJWT, jwks: key.jwks, redirectURIs: [redirect]))
    var options = LoginOptions()
    options.clientID = "signer"
    options.privateKey = Secret(key.pem)
    options.redirectURI = WebURL(redirect)
    return options
  }

  static func add(_ world: TestWorld, _ options: LoginOptions, name: String = "demo") async throws -> Grant {
    let url = try #require(WebURL(world.server.mcpURL))
    return try #require(
      try await world.manager().add(url, name: name, account: nil, login: true, options).grant)
  }

  /// Of the requests that authenticate a client.
  static func methods(_ world: TestWorld) -> [String] {
    world.server.requests().filter { ["token", "revocation"].contains($0.endpoint) }
      .map { $0.clientAuthentication ?? "nothing" }
  }

  @Test("a client with a key signs for the code, for each refresh and for the revocation", arguments: [0, 1])
  func everywhere(_ index: Int) async throws {
    try await TestWorld.run { world in
      let grant = try await Self.add(world, try Self.options(world, [KnownKey.es256, .edDSA][index]))
      #expect(try world.registry.registration(grant.registrationID)?.method == .privateKeyJWT)
      // The demo server takes each assertion once.
      for generation in [2, 3] as [Int64] {
        #expect(try await world.manager().refresh("demo", account: nil).generation == generation)
      }
      let revoked = try await world.manager().revoke("demo", account: nil)
      #expect(revoked.count == 2)
      #expect(!revoked.contains { $0.isStillOut })
      #expect(Self.methods(world) == Array(repeating: "private_key_jwt", count: 5))
    }
  }

  @Test("the key is used again for a login that does not name it")
  func later() async throws {
    try await TestWorld.run { world in
      let first = try await Self.add(world, try Self.options(world, .es256))
      let second = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(second.registrationID == first.registrationID)
      #expect(second.generation == 2)
    }
  }

  @Test("a server that wants assertions addressed to its token endpoint gets them so, once a person has said it")
  func audience() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.assertionAudienceTokenEndpoint])
      var options = try Self.options(world, .es256)
      let refused = await failure { try await Self.add(world, options) }
      guard case .oauth(.refused(let refusal), _) = refused else {
        Issue.record("\(refused.name)")
        return
      }
      #expect(refusal.code == "invalid_client")
      options.assertionAudience = .tokenEndpoint
      _ = try await Self.add(world, options)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).generation == 3)
      world.server.setBehaviours(off: [.assertionAudienceTokenEndpoint])
      options.assertionAudience = .issuer
      #expect(try await world.manager().login("demo", account: nil, options).generation == 4)
    }
  }

  @Test("another key for the same client is another identity; the old login goes on with the old one")
  func otherKey() async throws {
    try await TestWorld.run { world in
      let first = try await Self.add(world, try Self.options(world, .es256))
      let url = try #require(WebURL(world.server.secondMCPURL))
      let options = try Self.options(world, .edDSA)
      let second = try await world.manager().add(url, name: "more", account: nil, login: true, options).grant
      #expect(second?.registrationID != first.registrationID)
      let now = try #require(try world.registry.registration(first.registrationID))
      #expect(now.hasPrivateKey)
      #expect(try world.registry.activeRegistration(issuer: first.issuer)?.id == second?.registrationID)
    }
  }
}
