import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RegisterTests {
  /// Of one endpoint: method and status of each request.
  static func log(_ world: TestWorld, _ endpoint: String = "registration") -> [String] {
    world.server.requests().filter { $0.endpoint == endpoint }.map { "\($0.method) \($0.status ?? 0)" }
  }

  @Test("a server that refuses addresses is asked with the name, and the browser comes back to it")
  func noLiterals() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.noLoopbackLiterals])
      let grant = try await world.add()
      #expect(Self.log(world) == ["POST 400", "POST 201"])
      let uris = try #require(try world.registry.registration(grant.registrationID)).redirectURIs
      #expect(uris.count == 3)
      #expect(uris.allSatisfy { $0.host == "localhost" && $0.hasExplicitPort })
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).generation == 2)
      #expect(Self.log(world).count == 2)
    }
  }

  @Test("a client that a browser's login registers may also present assertions, where the server takes them")
  func assertions() async throws {
    for takes in [true, false] {
      try await TestWorld.run(.init(consent: .allow, behaviours: takes ? [] : [.noJWTBearer])) { world in
        let grant = try await world.add()
        let registration = try #require(try world.registry.registration(grant.registrationID))
        let document = try #require(
          try world.registry.document(of: registration, keys: try world.manager().keyRing.dataKeys()))
        #expect(RegisteredGrantTypes(document: document).allow(TokenRequest.assertionGrant) == takes)
      }
    }
  }

  @Test("each kind of redirect URI is tried once, and the first refusal is what is told")
  func noVariation() async throws {
    try await TestWorld.run { world in
      let endpoint = try #require(
        try AuthorizationServerMetadata.parse(
          try await Self.metadata(world), from: "", issuer: world.server.issuer
        ).registrationEndpoint)
      let refusals = (1...3).map {
        (
          "POST \(endpoint.raw)",
          ScriptedTransport.Answer.json(
            #"{"error":"invalid_redirect_uri","error_description":"no \#($0)"}"#, status: 400)
        )
      }
      let transport = ScriptedTransport(refusals, others: world.transport)
      let url = try #require(WebURL(world.server.mcpURL))
      let error = await failure {
        try await world.manager(transport: transport)
          .add(url, name: "demo", account: nil, login: true, LoginOptions())
      }
      guard case .oauth(.refused(let refusal), let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(refusal.description == "no 1")
      #expect(step.kind == .registration)
      #expect(transport.unused.isEmpty)
      let tried = transport.requests.filter { $0.url == endpoint }.map { String(decoding: $0.body, as: UTF8.self) }
      #expect(tried.count == 3)
      #expect(tried[1].contains("http://localhost:"))
      #expect(tried[2].contains(#""redirect_uris":["http://127.0.0.1/"#))
    }
  }

  private static func metadata(_ world: TestWorld) async throws -> [UInt8] {
    let issuer = try #require(WebURL(world.server.issuer))
    let url = try #require(AuthorizationServerMetadata.candidates(issuer: issuer).first)
    return try await world.transport.send(.json(url)).body
  }

  @Test("redirect URIs that the server put in place of ours are used where this machine can listen there")
  func replaced() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.replacedRedirectURIs])
      let grant = try await world.add()
      let uris = try #require(try world.registry.registration(grant.registrationID)).redirectURIs
      #expect(uris.count == 3)
      #expect(uris.allSatisfy { $0.path == "/registered" })
      world.server.setBehaviours(on: [.foreignRedirectURIs])
      var options = LoginOptions()
      options.newRegistration = true
      let error = await failure { try await world.manager().login("demo", account: nil, options) }
      guard case .oauth(.invalidDocument, _) = error else {
        Issue.record("\(error.name)")
        return
      }
    }
  }

  @Test("a server that registers nobody without a token registers who has one, and the token is kept nowhere")
  func initialAccessToken() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.requireInitialAccessToken])
      let refused = await failure { try await world.add() }
      guard case .oauth(.refused(let refusal), let step) = refused else {
        Issue.record("\(refused.name)")
        return
      }
      #expect(refusal.status == 401)
      #expect(step.kind == .registration)
      var options = LoginOptions()
      options.initialAccessToken = Secret(world.server.issueInitialAccessToken())
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      #expect(Self.log(world) == ["POST 401", "POST 201"])
      // The registration serves the next login; nobody is asked for a token again.
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.log(world).count == 2)
    }
  }
}
