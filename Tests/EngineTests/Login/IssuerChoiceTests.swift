import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct IssuerChoiceTests {
  private static let first = "https://first.example"

  @Test("of several authorization servers the one with a registration is taken")
  func registered() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let second = try await Self.add(world, offering: [Self.first, world.server.issuer])
      #expect(second.grant?.issuer == world.server.issuer)
    }
  }

  @Test("of several unknown ones the first is taken, or the one the person names")
  func unknown() async throws {
    try await TestWorld.run { world in
      let error = await failure { try await Self.add(world, offering: [Self.first, world.server.issuer]) }
      guard case .oauth(.httpFailure(let outage), let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(outage.origin == Self.first)
      #expect(step.kind == .authorizationServerMetadata)
      var options = LoginOptions()
      options.issuer = world.server.issuer
      let added = try await Self.add(world, offering: [Self.first, world.server.issuer], options)
      #expect(added.grant?.issuer == world.server.issuer)
    }
  }

  @Test(
    "of several unknown ones an unusable one is passed over: no PKCE, no way to register, another issuer's document",
    arguments: [
      #""code_challenge_methods_supported": ["plain"], "registration_endpoint": "https://first.example/r""#,
      #""code_challenge_methods_supported": ["S256"]"#, #""issuer": "https://second.example""#, "",
    ])
  func unusable(members: String) async throws {
    try await TestWorld.run { world in
      var document = [
        #""authorization_endpoint": "https://first.example/a""#, #""token_endpoint": "https://first.example/t""#,
      ]
      if !members.contains("issuer") { document.append(#""issuer": "https://first.example""#) }
      if !members.isEmpty { document.append(members) }
      let added = try await Self.add(
        world, offering: [Self.first, world.server.issuer],
        first: .json("{\(document.joined(separator: ", "))}"))
      #expect(added.grant?.issuer == world.server.issuer)
    }
  }

  @Test("where none can be used, the first one's reason is told")
  func noneUsable() async throws {
    try await TestWorld.run { world in
      world.server.plan([.init(.metadata, .wrongIssuer)])
      let error = await failure {
        try await Self.add(world, offering: [Self.first, world.server.issuer], first: .json(#"{"issuer": 7}"#))
      }
      guard case .oauth(.invalidDocument(let problem), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(problem.source.hasPrefix(Self.first))
    }
  }

  @Test("of several authorization servers the one with a login that works is taken before one with a mere registration")
  func live() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let new = NewRegistration(
        issuer: Self.first, kind: .preRegistered, clientID: "c", clientSecret: nil, method: .none, redirectURIs: [])
      let manager = world.manager()
      _ = try world.registry.insert(
        new, event: Event(.registered, at: world.clock.now), keys: try manager.keyRing.dataKeys())
      let second = try await Self.add(world, offering: [Self.first, world.server.issuer])
      #expect(second.grant?.issuer == world.server.issuer)
    }
  }

  @Test("an issuer that is mistyped at a later login is no change of the server's, and is not recorded as one")
  func mistyped() async throws {
    try await TestWorld.run { world in
      try await world.add()
      var options = LoginOptions()
      options.issuer = "https://mine.example"
      let error = await failure { try await world.manager().login("demo", account: nil, options) }
      guard case .issuerNotOffered("https://mine.example", [world.server.issuer]) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try !world.registry.events().contains { $0.kind == .issuerChanged })
    }
  }

  @Test("an issuer that the server does not name is not used")
  func notOffered() async throws {
    try await TestWorld.run { world in
      var options = LoginOptions()
      options.issuer = "https://mine.example"
      let error = await failure { try await Self.add(world, offering: [Self.first], options) }
      guard case .issuerNotOffered("https://mine.example", [Self.first]) = error else {
        Issue.record("\(error.name)")
        return
      }
    }
  }

  @Test("a login is bound to its issuer: a server that names another one is refused, and the login stays")
  func changed() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let transport = try Self.transport(world, world.server.mcpURL, offering: [Self.first])
      let error = await failure {
        try await world.manager(transport: transport).login("demo", account: nil, LoginOptions())
      }
      guard case .issuerChanged("demo", world.server.issuer, [Self.first]) = error else {
        Issue.record("\(error.name)")
        return
      }
      let grant = try world.grant()
      #expect(grant.state == .active)
      let event = try #require(try world.registry.events().first)
      #expect(event.kind == .issuerChanged)
      #expect(event.issuer == world.server.issuer)
      #expect(event.cause == Self.first)
    }
  }

  @Test("metadata that names another issuer than was asked is refused, and nothing is registered there")
  func wrongIssuer() async throws {
    try await TestWorld.run { world in
      world.server.plan([.init(.metadata, .wrongIssuer)])
      let error = await failure { try await world.add() }
      guard case .oauth(.invalidDocument(let problem), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect("\(problem.fault)".hasPrefix("mismatch"))
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @discardableResult
  private static func add(
    _ world: TestWorld, offering issuers: [String], first answer: ScriptedTransport.Answer = .status(503),
    _ options: LoginOptions = LoginOptions()
  ) async throws -> AddedServer {
    let url = try #require(WebURL(world.server.secondMCPURL))
    let transport = try transport(world, url.raw, offering: issuers, first: answer)
    return try await world.manager(transport: transport).add(url, name: "more", account: nil, login: true, options)
  }

  /// The world's network, with this document about the resource, and with this answer at the first issuer.
  private static func transport(
    _ world: TestWorld, _ resource: String, offering issuers: [String],
    first answer: ScriptedTransport.Answer = .status(503)
  ) throws -> ScriptedTransport {
    let url = try #require(WebURL(resource))
    let document: JSONValue = [
      "resource": .string(resource), "authorization_servers": .array(issuers.map { .string($0) }),
    ]
    return ScriptedTransport(
      [
        ("GET \(url.origin)/.well-known/oauth-protected-resource\(url.path)", .json(document.text())),
        ("GET \(first)/.well-known/oauth-authorization-server", answer),
      ], others: world.transport)
  }
}
