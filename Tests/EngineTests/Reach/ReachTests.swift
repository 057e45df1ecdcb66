import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// A document may point no nearer to this machine than its server is.
@Suite struct ReachTests {
  private static let endpoint = "https://mcp.example/mcp"
  private static let challenged = "GET https://elsewhere.example/meta"
  private static let document = ScriptedTransport.Answer.json(
    #"{"resource": "https://mcp.example/mcp", "authorization_servers": ["https://as.example"]}"#)

  private static func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

  private static func discovery(_ manager: CredentialManager) throws -> Discovery {
    Discovery(workplace: manager.workplace, server: "demo", endpoint: try url(endpoint))
  }

  private static func challenge(_ place: String) -> BearerChallenge? {
    BearerChallenge([AuthenticationChallenge(scheme: "bearer", parameters: ["resource_metadata": place])])
  }

  @Test(
    "an address that is nearer than the server is refused before anything is asked, in every spelling",
    arguments: [
      ("https://127.0.0.1:1/m", AddressScope.machine), ("https://localhost/m", .machine),
      ("http://127.0.0.1/m", .machine), ("https://[::1]/m", .machine), ("https://[::ffff:127.0.0.1]/m", .machine),
      ("https://2130706433/m", .machine), ("https://0x7f.1/m", .machine), ("https://10.1.2.3/m", .site),
      ("https://[fd00::1]/m", .site), ("https://169.254.169.254/m", .link), ("https://[fe80::1]/m", .link),
      ("https://025177524776/m", .link), ("https://0/m", .machine),
    ])
  func literal(place: String, scope: AddressScope) async throws {
    let transport = ScriptedTransport([])
    let discovery = try Self.discovery(try ScriptedManager.make(transport))
    let error = await EngineTests.failure { try await discovery.resourceMetadata(Self.challenge(place)) }
    guard case .outOfReach(let found, let step) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(found.member == "resource_metadata" && found.url == place && found.scope == scope)
    #expect(step == ExchangeStep(.resourceMetadata, server: "demo"))
    #expect(transport.requests.isEmpty)
  }

  @Test(
    "no endpoint of the authorization server may be nearer, the browser's neither",
    arguments: ["authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"])
  func endpoints(member: String) async throws {
    var members = [
      "issuer": "https://as.example", "authorization_endpoint": "https://as.example/a",
      "token_endpoint": "https://as.example/t",
    ]
    members[member] = "https://192.168.0.1/x"
    let text = members.map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ")
    let transport = ScriptedTransport([
      (
        "GET https://as.example/.well-known/oauth-authorization-server",
        .json("{\(text), \"code_challenge_methods_supported\": [\"S256\"]}")
      )
    ])
    let manager = try ScriptedManager.make(transport)
    let error = await EngineTests.failure {
      try await Self.discovery(manager).authorizationServer("https://as.example")
    }
    guard case .outOfReach(let found, _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(found.member == member && found.address == "192.168.0.1")
  }

  @Test(
    "a server's own origin has no bound; what its documents name has the server's",
    arguments: [
      (AddressScope?.none, AddressScope.global), (.global, .global), (.doubtful, .doubtful), (.site, .site),
      (.link, .link),
      (.machine, .machine),
    ])
  func bound(peer: AddressScope?, reach: AddressScope) async throws {
    let own = "GET https://mcp.example/.well-known/oauth-protected-resource/mcp"
    let transport = ScriptedTransport([(own, .status(404)), (Self.challenged, Self.document)])
    let manager = try ScriptedManager.make(transport)
    let endpoint = try Self.url(Self.endpoint)
    manager.workplace.places.note(ServerScope(seen: peer, at: endpoint), of: "demo")
    _ = try await DocumentFetch(workplace: manager.workplace, step: ExchangeStep(.resourceMetadata, server: "demo"))
      .document(at: try Self.url("https://mcp.example/.well-known/oauth-protected-resource/mcp"))
    _ = try await Self.discovery(manager).resourceMetadata(Self.challenge("https://elsewhere.example/meta"))
    #expect(transport.requests.map(\.reach) == [.machine, reach])
  }

  @Test("nobody has heard of the server: only public addresses")
  func unknown() async throws {
    let transport = ScriptedTransport([(Self.challenged, .status(404))])
    let manager = try ScriptedManager.make(transport)
    _ = try await manager.exchanges.send(
      HTTPRequest(.get, try Self.url("https://elsewhere.example/meta")), ExchangeStep(.resourceMetadata, server: "demo")
    )
    #expect(transport.requests.map(\.reach) == [.global])
  }

  @Test("where a name leads too near, the error has the address and what named it")
  func resolved() async throws {
    let transport = ScriptedTransport([
      (Self.challenged, .failure(.outOfReach(address: "10.0.0.5", .site), sent: false))
    ])
    let manager = try ScriptedManager.make(transport)
    let error = await EngineTests.failure {
      try await Self.discovery(manager).resourceMetadata(Self.challenge("https://elsewhere.example/meta"))
    }
    guard case .outOfReach(let found, _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(
      found
        == OutOfReach(
          member: "resource_metadata", url: "https://elsewhere.example", address: "10.0.0.5", scope: .site))
  }

  /// A server in the registry that this process has not asked yet, and a request that meets a private address.
  private static func refused(
    then script: [(String, ScriptedTransport.Answer)]
  ) async throws -> (Result<Int, any Error>, [HTTPRequest]) {
    let post = "POST https://as.example/token"
    let transport = ScriptedTransport(
      [(post, .failure(.outOfReach(address: "10.0.0.5", .site), sent: false))] + script)
    let manager = try ScriptedManager.make(transport)
    let server = Server(
      name: "demo", url: try url(endpoint), authorization: .undiscovered, defaultAccount: "default",
      createdAt: manager.dependencies.now())
    let event = Event(.serverAdded, at: manager.dependencies.now(), server: "demo")
    try manager.registry.insert(server, event: event)
    let request = HTTPRequest.form(try url("https://as.example/token"), [("a", "b")])
    do {
      let answer = try await manager.exchanges.send(request, ExchangeStep(.refresh, server: "demo"))
      return (.success(answer.status), transport.requests)
    } catch {
      return (.failure(error), transport.requests)
    }
  }

  @Test("a deployment that has moved into the private network as a whole is found again")
  func movedTogether() async throws {
    let inside = ScriptedTransport.Answer.response(HTTPResponse(HTTPResponseHead(status: 401, peer: .site)))
    let (result, requests) = try await Self.refused(
      then: [("GET \(Self.endpoint)", inside), ("POST https://as.example/token", .status(200))])
    #expect(try result.get() == 200)
    #expect(requests.map(\.reach) == [.global, .machine, .site])
    #expect(requests[1].headers["Authorization"] == nil && requests[1].body.isEmpty)
  }

  @Test("a server that is still outside does not open the private network", arguments: [AddressScope?.none, .global])
  func stillOutside(peer: AddressScope?) async throws {
    let outside = ScriptedTransport.Answer.response(HTTPResponse(HTTPResponseHead(status: 401, peer: peer)))
    let (result, requests) = try await Self.refused(then: [("GET \(Self.endpoint)", outside)])
    #expect(requests.count == 2)
    let error = await EngineTests.failure { try result.get() }
    guard case .outOfReach(let found, _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(found.member == "token_endpoint")
  }

  @Test("a server that cannot be asked leaves the refusal as it is")
  func silent() async throws {
    let (result, _) = try await Self.refused(
      then: [("GET \(Self.endpoint)", .failure(.timedOut, sent: true))])
    #expect(await EngineTests.failure { try result.get() }.name == "outOfReach")
  }
}

@Suite struct RememberedPlaceTests {
  /// The real network, with every answer from this near.
  private struct NearTransport: HTTPTransport {
    let wrapped: any HTTPTransport
    let peer: AddressScope

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      try await wrapped.exchange(request, into: Relay(wrapped: receiver, peer: peer)).wrapped
    }

    private struct Relay<Wrapped: HTTPResponseReceiver>: HTTPResponseReceiver {
      var wrapped: Wrapped
      let peer: AddressScope

      mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
        wrapped.receive(head: HTTPResponseHead(status: head.status, headers: head.headers, peer: peer))
      }

      mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow { wrapped.receive(bytes: bytes) }
    }
  }

  @Test("a login remembers how near the server was, so that a refresh needs nothing but the registry")
  func remembered() async throws {
    try await TestWorld.run { world in
      let url = try #require(WebURL(world.server.mcpURL))
      let near = world.manager(transport: NearTransport(wrapped: world.transport, peer: .link))
      _ = try await near.add(url, name: "demo", account: nil, login: true, LoginOptions())
      #expect(try world.registry.server("demo").settings.addressScope == .link)
      let later = try #require(world.manager().exchanges.place(of: "demo"))
      #expect(later.scope == .link && !later.isSeen)
      // Seen from elsewhere, the next login says otherwise; what the URL tells need not be kept.
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(try world.registry.server("demo").settings.addressScope == nil)
    }
  }
}
