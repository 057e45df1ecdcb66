import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// A server whose resource metadata names a place, and the metadata there declares another issuer: a proxy that copies its
/// provider's documents, or a path that was lost.
@Suite(.timeLimit(.minutes(1))) struct TrustedIssuerTests {
  @Test("without a person's word nothing is asked of a browser, and both issuers are named")
  func refused() async throws {
    try await TestWorld.run { world in
      let network = try await Self.network(world)
      let error = await failure { try await Self.add(world, network, LoginOptions()) }
      guard case .oauth(.invalidDocument(let problem), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      let named = try Self.named(world)
      #expect(
        problem.fault
          == .mismatch(member: "issuer", expected: named, found: world.server.issuer))
      #expect(try world.registry.servers().isEmpty)
    }
  }

  @Test("with it the login works, is kept under the declared issuer, recorded, and repeated without the option")
  func trusted() async throws {
    try await TestWorld.run { world in
      let network = try await Self.network(world)
      let added = try await Self.add(world, network, Self.trusting(world))
      #expect(added.grant?.issuer == world.server.issuer)
      let server = try world.registry.server("demo")
      let named = try Self.named(world)
      let origin = try #require(WebURL(world.server.issuer)).origin
      #expect(
        server.settings.trustedIssuer
          == TrustedIssuer(declared: world.server.issuer, named: named, tokenOrigin: origin))
      let event = try #require(try world.registry.events().first { $0.kind == .issuerTrusted })
      #expect(event.issuer == world.server.issuer && event.cause == named)

      let again = try await Self.network(world)
      let grant = try await world.manager(transport: again).login("demo", account: nil, LoginOptions())
      #expect(grant.issuer == world.server.issuer)
      #expect(try world.registry.events().count { $0.kind == .issuerTrusted } == 1)
      #expect(try !world.registry.events().contains { $0.kind == .issuerChanged })
    }
  }

  @Test("a token endpoint that has moved since asks again, and is let by the same word")
  func moved() async throws {
    try await TestWorld.run { world in
      _ = try await Self.add(world, try await Self.network(world), Self.trusting(world))
      var server = try world.registry.server("demo")
      server.settings.trustedIssuer?.tokenOrigin = "https://before.example"
      let error = await failure {
        try MetadataSource(workplace: world.manager().workplace).trusted(
          try await Self.chosen(world), server, LoginOptions())
      }
      guard case .trustedIssuerMoved("demo", world.server.issuer, from: "https://before.example", _) = error else {
        Issue.record("\(error.name)")
        return
      }
      let trusted = try MetadataSource(workplace: world.manager().workplace).trusted(
        try await Self.chosen(world), server, Self.trusting(world))
      #expect(trusted?.tokenOrigin != "https://before.example")
    }
  }

  @Test("metadata that would lead the logins of other servers elsewhere is refused, whoever vouches for it")
  func inUse() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let url = try #require(WebURL(world.server.mcpURL + "?other"))
      var other = Server(name: "other", url: url, authorization: .undiscovered, createdAt: world.clock.now)
      other.settings.trustedIssuer = TrustedIssuer(declared: world.server.issuer)
      let chosen = try await Self.chosen(world, tokenEndpoint: "https://evil.example/token")
      let error = await failure {
        try MetadataSource(workplace: world.manager().workplace).trusted(chosen, other, Self.trusting(world))
      }
      guard case .trustedIssuerInUse("other", world.server.issuer, _, named: "https://evil.example") = error else {
        Issue.record("\(error.name)")
        return
      }
    }
  }

  private static func trusting(_ world: TestWorld) -> LoginOptions {
    var options = LoginOptions()
    options.trustIssuer = world.server.issuer
    return options
  }

  private static func add(
    _ world: TestWorld, _ network: ScriptedTransport, _ options: LoginOptions
  ) async throws(EngineError) -> AddedServer {
    guard let url = WebURL(world.server.mcpURL) else { throw .badURL(world.server.mcpURL) }
    return try await world.manager(transport: network).add(url, name: "demo", account: nil, login: true, options)
  }

  private static func named(_ world: TestWorld) throws -> String {
    try #require(WebURL(world.server.mcpURL)).origin + "/elsewhere"
  }

  private static func chosen(
    _ world: TestWorld, tokenEndpoint: String? = nil
  ) async throws -> MetadataSource.ChosenIssuer {
    let body = try await document(world)
    let known = try #require(body["token_endpoint"]?.stringValue)
    let metadata = try AuthorizationServerMetadata.parse(
      Array(body.text().replacing(known, with: tokenEndpoint ?? known).utf8), from: world.server.issuer,
      issuer: world.server.issuer)
    return (metadata, try named(world), nil)
  }

  /// The authorization server's metadata as it declares itself.
  private static func document(_ world: TestWorld) async throws -> JSONValue {
    let issuer = try #require(WebURL(world.server.issuer))
    let url = try #require(WebURL(issuer.origin + "/.well-known/oauth-authorization-server" + issuer.path))
    return try JSONValue.parse(try await world.transport.send(HTTPRequest.json(url)).body)
  }

  private static func network(_ world: TestWorld) async throws -> ScriptedTransport {
    let url = try #require(WebURL(world.server.mcpURL))
    let resource: JSONValue = [
      "resource": .string(url.raw), "authorization_servers": [.string(try named(world))],
      "scopes_supported": ["tools:read"],
    ]
    return ScriptedTransport(
      [
        ("POST \(url.raw)", .status(401, [("WWW-Authenticate", "Bearer")])),
        ("GET \(url.origin)/.well-known/oauth-protected-resource\(url.path)", .json(resource.text())),
        (
          "GET \(url.origin)/.well-known/oauth-authorization-server/elsewhere",
          .json(try await document(world).text())
        ),
      ], others: world.transport)
  }
}
