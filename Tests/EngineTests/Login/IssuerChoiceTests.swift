import Engine
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

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
    _ world: TestWorld, offering issuers: [String], _ options: LoginOptions = LoginOptions()
  ) async throws -> AddedServer {
    let url = try #require(WebURL(world.server.secondMCPURL))
    let transport = try transport(world, url.raw, offering: issuers)
    return try await world.manager(transport: transport).add(url, name: "more", account: nil, login: true, options)
  }

  /// The world's network, with this document about the resource, and with an outage at the first issuer.
  private static func transport(
    _ world: TestWorld, _ resource: String, offering issuers: [String]
  ) throws -> ScriptedTransport {
    let url = try #require(WebURL(resource))
    let document: JSONValue = [
      "resource": .string(resource), "authorization_servers": .array(issuers.map { .string($0) }),
    ]
    return ScriptedTransport(
      [
        ("GET \(url.origin)/.well-known/oauth-protected-resource\(url.path)", .json(document.text())),
        ("GET \(first)/.well-known/oauth-authorization-server", .status(503)),
      ], others: world.transport)
  }
}
