import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite struct AuthorizationServerDiscoveryTests {
  private static let issuer = "https://as.example/realm/a"
  private static let oauth = "GET https://as.example/.well-known/oauth-authorization-server/realm/a"
  private static let inserted = "GET https://as.example/.well-known/openid-configuration/realm/a"
  private static let appended = "GET https://as.example/realm/a/.well-known/openid-configuration"

  @Test("RFC 8414 comes first, then OpenID Connect's two places")
  func order() async throws {
    let found = try await Self.metadata(
      [(Self.oauth, .status(404)), (Self.inserted, .html), (Self.appended, Self.document())]
    ).get()
    #expect(found.tokenEndpoint.raw == "https://as.example/token")
  }

  @Test("the first document is taken and nothing else is asked")
  func first() async throws {
    _ = try await Self.metadata([(Self.oauth, Self.document())]).get()
  }

  @Test("an outage ends discovery", arguments: [429, 500, 503])
  func outage(status: Int) async {
    let error = await Self.failure([(Self.oauth, .status(status))])
    guard case .oauth(.httpFailure(let failure), let step) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(failure.status == status)
    #expect(step.kind == .authorizationServerMetadata)
  }

  @Test("a document of another issuer is refused, and the next place is not asked")
  func otherIssuer() async {
    let error = await Self.failure([(Self.oauth, Self.document(issuer: "https://as.example/realm/b"))])
    guard case .oauth(.invalidDocument(let problem), _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(
      problem.fault == .mismatch(member: "issuer", expected: Self.issuer, found: "https://as.example/realm/b"))
  }

  @Test("a token endpoint over plain http is refused")
  func insecureEndpoint() async {
    let error = await Self.failure([(Self.oauth, Self.document(adding: #""token_endpoint": "http://as.example/x""#))])
    guard case .oauth(.insecureEndpoint("token_endpoint", "http://as.example/x"), _) = error else {
      Issue.record("\(error.name)")
      return
    }
  }

  @Test("an issuer over plain http is refused before anything is asked")
  func insecureIssuer() async throws {
    let discovery = try DiscoveryTests.discovery(ScriptedTransport([]))
    let error = await EngineTests.failure { try await discovery.authorizationServer("http://as.example") }
    #expect(error.name == "oauth")
    #expect("\(error as Any)".contains("insecureEndpoint"))
  }

  @Test(
    "an issuer that is no URL, or has a query, is refused", arguments: ["", "as.example", "https://as.example/?a=b"])
  func badIssuer(issuer: String) async throws {
    let discovery = try DiscoveryTests.discovery(ScriptedTransport([]))
    #expect(await EngineTests.failure { try await discovery.authorizationServer(issuer) }.name == "oauth")
  }

  @Test("nothing at any place says where was looked")
  func nowhere() async {
    let error = await Self.failure(
      [(Self.oauth, .status(404)), (Self.inserted, .status(404)), (Self.appended, .status(403))])
    guard case .oauth(.invalidDocument(let problem), _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(problem.fault == .notJSON)
    #expect(problem.source.split(separator: " ").count == 3)
  }

  @Test("a server without PKCE is refused, before a client is registered there")
  func withoutPKCE() async throws {
    let resource = #"{"resource": "https://mcp.example", "authorization_servers": ["\#(Self.issuer)"]}"#
    let transport = ScriptedTransport([
      ("GET https://mcp.example/.well-known/oauth-protected-resource", .json(resource)),
      (Self.oauth, Self.document(adding: #""code_challenge_methods_supported": ["plain"]"#)),
    ])
    let manager = try ScriptedManager.make(transport)
    let server = Server(
      name: "demo", url: try #require(WebURL("https://mcp.example")), authorization: .undiscovered,
      createdAt: manager.dependencies.now())
    let error = await EngineTests.failure {
      _ = try await manager.loggingIn.plan(server, isNew: true, account: "default", nil, LoginOptions())
    }
    guard case .oauth(.unsupported(.pkceS256), _) = error else {
      Issue.record("\(error.name)")
      return
    }
    #expect(transport.unused.isEmpty)
    #expect(transport.requests.count == 2)
  }

  private static func metadata(
    _ script: [(String, ScriptedTransport.Answer)]
  ) async -> Result<AuthorizationServerMetadata, any Error> {
    let transport = ScriptedTransport(script)
    do {
      let discovery = try DiscoveryTests.discovery(transport)
      let found = try await discovery.authorizationServer(issuer).document
      #expect(transport.unused.isEmpty)
      return .success(found)
    } catch {
      #expect(transport.unused.isEmpty)
      return .failure(error)
    }
  }

  private static func failure(_ script: [(String, ScriptedTransport.Answer)]) async -> EngineError? {
    let result = await metadata(script)
    return await EngineTests.failure { try result.get() }
  }

  /// A later member of the same name wins.
  private static func document(issuer: String = issuer, adding more: String? = nil) -> ScriptedTransport.Answer {
    let members = [
      "issuer": "\"\(issuer)\"", "authorization_endpoint": "\"https://as.example/ask\"",
      "token_endpoint": "\"https://as.example/token\"", "code_challenge_methods_supported": "[\"S256\"]",
    ]
    let replaced = more?.split(separator: "\"").first.map(String.init)
    let kept = members.filter { $0.key != replaced }.map { "\"\($0.key)\": \($0.value)" }
    return .json("{" + (kept + [more].compactMap(\.self)).joined(separator: ", ") + "}")
  }
}
