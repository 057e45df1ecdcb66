import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// A server that has moved to another authorization server, and a person who lets it.
@Suite(.timeLimit(.minutes(1))) struct AcceptedIssuerTests {
  @Test("nothing of the old login reaches the new issuer, and the old one is told after the new login is stored")
  func moved() async throws {
    try await Self.run { world, second in
      let old = try await world.add()
      let secrets = try Self.secrets(of: old, world)
      let network = try Self.network(world, movedTo: second)
      world.server.clearRequests()
      let new = try await world.manager(transport: network).login("demo", account: nil, Self.accepting(second))
      #expect(new.id == old.id && new.issuer == second.issuer && new.clientID != old.clientID)
      #expect(try world.registry.server("demo").issuer == second.issuer)

      let place = try #require(WebURL(second.issuer)).origin
      let sent = network.requests.filter { $0.url.origin == place }
      #expect(sent.count >= 3)
      for request in sent {
        let text = Self.text(of: request)
        for secret in secrets + [old.clientID] { #expect(!text.contains(secret), "\(request.url)") }
      }
      // RFC 7009 §2.1: the refresh token goes first.
      let revocations = world.server.requests().filter { $0.endpoint == "revocation" }
      #expect(revocations.map { $0.parameters["token_type_hint"] } == ["refresh_token", "access_token"])
      #expect(revocations.allSatisfy { $0.status == 200 })
      let order = network.requests.filter { $0.method == .post }.map(\.url.path)
      let exchange = try #require(order.firstIndex(of: "/realm/demo/mint"))
      let revocation = try #require(order.firstIndex(of: "/realm/demo/void"))
      #expect(exchange < revocation)
      let owed = try world.registry.owedRevocations()
      #expect(owed.isEmpty)
    }
  }

  @Test("the change is recorded and shown, with both names")
  func told() async throws {
    try await Self.run { world, second in
      try await world.add()
      let network = try Self.network(world, movedTo: second)
      _ = try await world.manager(transport: network).login("demo", account: nil, Self.accepting(second))
      let event = try #require(try world.registry.events().first { $0.kind == .issuerChanged })
      #expect(event.issuer == world.server.issuer && event.cause == second.issuer)
      #expect(
        world.notices.all.contains {
          if case .acceptingIssuer("demo", world.server.issuer, [second.issuer]) = $0 { true } else { false }
        })
      #expect(
        world.notices.all.contains {
          if case .revokedReplaced("demo", world.server.issuer, .revoked) = $0 { true } else { false }
        })
    }
  }

  @Test("a login that is given up at the new issuer leaves the old one as it was, and owes nothing")
  func givenUp() async throws {
    try await Self.run { world, second in
      let old = try await world.add()
      second.setConsent(.deny)
      let network = try Self.network(world, movedTo: second)
      let error = await failure {
        try await world.manager(transport: network).login("demo", account: nil, Self.accepting(second))
      }
      #expect(error.name == "oauth")
      let grant = try world.grant(), owed = try world.registry.owedRevocations()
      #expect(grant.generation == old.generation && grant.issuer == world.server.issuer && owed.isEmpty)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("an old issuer that is down is told later: the revocation stays owed")
  func owed() async throws {
    try await Self.run { world, second in
      try await world.add()
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: nil), times: nil)])
      let network = try Self.network(world, movedTo: second)
      let new = try await world.manager(transport: network).login("demo", account: nil, Self.accepting(second))
      #expect(new.issuer == second.issuer)
      let owed = try world.registry.owedRevocations()
      #expect(owed.map(\.issuer) == [world.server.issuer, world.server.issuer])
    }
  }

  // MARK: - Two authorization servers

  private static func run(_ body: (TestWorld, DemoServer) async throws -> Void) async throws {
    try await TestWorld.run { world in
      let second = try await DemoServer.start(
        DemoConfiguration(
          accessTokenLifetime: 3600, consent: .allow, clockStart: ManualClock.start.timeIntervalSince1970))
      let result: Result<Void, any Error>
      do { result = .success(try await body(world, second)) } catch { result = .failure(error) }
      await second.stop()
      try result.get()
    }
  }

  /// The server's resource is what the second authorization server issues tokens for.
  private static func accepting(_ second: DemoServer) -> LoginOptions {
    var options = LoginOptions()
    options.acceptIssuer = true
    options.resource = .given(second.mcpURL)
    return options
  }

  /// The world's server names the second authorization server, and takes its tokens.
  private static func network(_ world: TestWorld, movedTo second: DemoServer) throws -> ScriptedTransport {
    let url = try #require(WebURL(world.server.mcpURL))
    let document: JSONValue = [
      "resource": .string(url.raw), "authorization_servers": [.string(second.issuer)],
    ]
    let tools = #"{"jsonrpc": "2.0", "id": 1, "result": {"resultType": "complete", "tools": []}}"#
    return ScriptedTransport(
      [
        ("POST \(url.raw)", .status(401, [("WWW-Authenticate", "Bearer")])),
        ("GET \(url.origin)/.well-known/oauth-protected-resource\(url.path)", .json(document.text())),
        ("POST \(url.raw)", .json(tools)),
      ], others: world.transport)
  }

  private static func secrets(of grant: Grant, _ world: TestWorld) throws -> [String] {
    let keys = try world.manager().keyRing.dataKeys()
    let tokens = [
      try world.registry.accessToken(of: grant, keys: keys), try world.registry.refreshToken(of: grant, keys: keys),
    ]
    return tokens.compactMap { $0?.exposed }
  }

  private static func text(of request: HTTPRequest) -> String {
    let headers = request.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    return "\(request.url.raw)\n\(headers)\n\(String(decoding: request.body, as: UTF8.self))"
  }
}
