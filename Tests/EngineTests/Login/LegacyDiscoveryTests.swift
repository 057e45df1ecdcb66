import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Servers of MCP 2025-03-26, which have no protected resource metadata.
@Suite(.timeLimit(.minutes(1))) struct LegacyDiscoveryTests {
  private static let endpoint = "https://mcp.example/api/mcp"
  private static let resource = "GET https://mcp.example/.well-known/oauth-protected-resource"
  private static let origin = "GET https://mcp.example/.well-known/oauth-authorization-server"
  private static let nothing: [(String, ScriptedTransport.Answer)] = [
    (resource + "/api/mcp", .status(404)), (resource, .status(404)),
  ]

  @Test("without the person's word such a server is refused, and its origin is not asked")
  func refused() async {
    let (result, _) = await Self.plan(Self.nothing, legacy: false)
    #expect(Self.failure(result).name == "noResourceMetadata")
  }

  @Test("the origin's document is taken, with endpoints under any path, and the version is told")
  func document() async throws {
    let document = """
      {"issuer": "https://mcp.example", "authorization_endpoint": "https://login.example/a/authorize",
      "token_endpoint": "https://login.example/a/token", "registration_endpoint": "https://login.example/a/register",
      "token_endpoint_auth_methods_supported": ["none"], "code_challenge_methods_supported": ["S256"]}
      """
    let (result, requests) = await Self.plan(
      Self.nothing + [(Self.origin, .json(document)), Self.registration("https://login.example/a/register")])
    let plan = try result.get()
    #expect(plan.server.issuer == "https://mcp.example")
    #expect(plan.server.resource == Self.endpoint)
    #expect(plan.server.settings.legacyAuth == true)
    #expect(requests[2].headers["MCP-Protocol-Version"] == "2025-03-26")
  }

  @Test("without a document the default endpoints are used, kept apart from every issuer")
  func defaults() async throws {
    let (result, _) = await Self.plan(
      Self.nothing + [(Self.origin, .status(404)), Self.registration("https://mcp.example/register")])
    let plan = try result.get()
    #expect(plan.registration.issuer == "https://mcp.example#/authorize,/token,/register")
    #expect(try plan.found.authorizationEndpoint().raw == "https://mcp.example/authorize")
    #expect(plan.found.metadata.tokenEndpoint.raw == "https://mcp.example/token")
  }

  @Test("a document of another issuer is refused", arguments: ["https://mcp.example/api", "https://as.example"])
  func otherIssuer(issuer: String) async {
    let document = #"{"issuer": "\#(issuer)", "token_endpoint": "https://mcp.example/token"}"#
    let (result, _) = await Self.plan(Self.nothing + [(Self.origin, .json(document))])
    guard case .oauth(.invalidDocument(let problem), _) = Self.failure(result) else {
      Issue.record("accepted")
      return
    }
    #expect(problem.fault == .mismatch(member: "issuer", expected: "https://mcp.example", found: issuer))
  }

  @Test("a document that does not speak of PKCE needs the person's word for that too", arguments: [false, true])
  func withoutPKCE(allowed: Bool) async {
    let document = """
      {"issuer": "https://mcp.example", "authorization_endpoint": "https://mcp.example/a",
      "token_endpoint": "https://mcp.example/t", "registration_endpoint": "https://mcp.example/r",
      "token_endpoint_auth_methods_supported": ["none"]}
      """
    let registration = allowed ? [Self.registration("https://mcp.example/r")] : []
    let (result, _) = await Self.plan(
      Self.nothing + [(Self.origin, .json(document))] + registration, allowMissingPKCE: allowed)
    #expect(Self.failure(result).name == (allowed ? "success" : "oauth"))
  }

  @Test("an outage anywhere never leads to the defaults", arguments: [0, 1, 2])
  func outage(at index: Int) async {
    var script = Self.nothing + [(Self.origin, ScriptedTransport.Answer.status(404))]
    script[index].1 = .status(503)
    let (result, _) = await Self.plan(Array(script.prefix(index + 1)))
    guard case .oauth(.httpFailure, _) = Self.failure(result) else {
      Issue.record("went on")
      return
    }
  }

  @Test("metadata that is there and no good is an error, not a server of 2025-03-26")
  func invalid() async {
    let (result, _) = await Self.plan([(Self.resource + "/api/mcp", .json("{}"))])
    guard case .oauth(.invalidDocument, _) = Self.failure(result) else {
      Issue.record("went on")
      return
    }
  }

  private static func plan(
    _ script: [(String, ScriptedTransport.Answer)], legacy: Bool = true, allowMissingPKCE: Bool = false
  ) async -> (Result<LoginPlan, any Error>, [HTTPRequest]) {
    let transport = ScriptedTransport(script)
    var options = LoginOptions()
    options.legacyAuth = legacy
    options.allowMissingPKCE = allowMissingPKCE
    do {
      let manager = try ScriptedManager.make(transport)
      let server = Server(
        name: "demo", url: try #require(WebURL(endpoint)), authorization: .undiscovered,
        createdAt: manager.dependencies.now())
      let plan = try await manager.loggingIn.plan(server, isNew: true, account: "default", nil, options)
      #expect(transport.unused.isEmpty)
      return (.success(plan), transport.requests)
    } catch {
      #expect(transport.unused.isEmpty)
      return (.failure(error), transport.requests)
    }
  }

  private static func registration(_ endpoint: String) -> (String, ScriptedTransport.Answer) {
    ("POST \(endpoint)", .json(#"{"client_id": "c"}"#, status: 201))
  }

  private static func failure(_ result: Result<LoginPlan, any Error>) -> EngineError? {
    if case .failure(let error) = result { error as? EngineError } else { nil }
  }
}
