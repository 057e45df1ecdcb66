import HTTP
import OAuth
import TestSupport
import Testing

@testable import Engine

@Suite struct DiscoveryTests {
  private static let root = "GET https://mcp.example/.well-known/oauth-protected-resource"
  private static let path = root + "/api/mcp"
  private static let hinted = "GET https://elsewhere.example/meta"

  @Test("the place a challenge names is asked, and no other")
  func challenge() async throws {
    let found = try await Self.resource(
      [(Self.hinted, Self.document())], challenge: "https://elsewhere.example/meta"
    ).get()
    #expect(found.authorizationServers == ["https://as.example"])
    #expect(found.source == .challenge)
  }

  @Test("a challenge's place that has nothing is the end: nothing else is guessed")
  func emptyChallenge() async {
    let result = await Self.resource([(Self.hinted, .status(404))], challenge: "https://elsewhere.example/meta")
    #expect(Self.failure(result).name == "noResourceMetadata")
  }

  @Test("of several places that challenges name each is asked in turn, in one header or two", arguments: [false, true])
  func severalPlaces(inOneHeader: Bool) async throws {
    let places = ["https://elsewhere.example/dead", "https://elsewhere.example/meta"]
    let lines =
      inOneHeader
      ? [places.map { #"resource_metadata="\#($0)""# }.joined(separator: ", ")].map { "Bearer " + $0 }
      : places.map { #"Bearer resource_metadata="\#($0)""# }
    for first in [ScriptedTransport.Answer.status(404), .json("{}")] {
      let transport = ScriptedTransport([("GET \(places[0])", first), (Self.hinted, Self.document())])
      let found = try await Self.discovery(transport).resourceMetadata(
        BearerChallenge(AuthenticationChallenge.parse(lines)))
      #expect(found.document.authorizationServers == ["https://as.example"])
      #expect(transport.unused.isEmpty)
    }
  }

  @Test(
    "a stream that would never end is no document, by its head", arguments: ["text/event-stream", "multipart/mixed"])
  func endless(type: String) async throws {
    let stream = ScriptedTransport.Answer.status(200, [("Content-Type", type)], body: ": still here\n")
    let found = try await Self.resource(
      [(Self.path, stream), (Self.root, Self.document(resource: "https://mcp.example"))]
    ).get()
    #expect(found.source == .root)
  }

  @Test("without a challenge the path comes first, then the root")
  func order() async throws {
    let found = try await Self.resource(
      [(Self.path, .status(404)), (Self.root, Self.document(resource: "https://mcp.example"))]
    ).get()
    #expect(found.source == .root)
    #expect(found.resource == "https://mcp.example")
  }

  @Test("a page of HTML is no document: the next place is asked")
  func html() async throws {
    let found = try await Self.resource(
      [(Self.path, .html), (Self.root, Self.document(resource: "https://mcp.example"))]
    ).get()
    #expect(found.source == .root)
  }

  @Test("an outage ends discovery and never leads to the next place", arguments: [408, 425, 429, 500, 502, 503])
  func outage(status: Int) async {
    let result = await Self.resource([(Self.path, .status(status, [("Retry-After", "9")]))])
    guard case .oauth(.httpFailure(let failure), let step) = Self.failure(result) else {
      Issue.record("\(result)")
      return
    }
    #expect(failure.status == status)
    #expect(failure.retryAfter == 9)
    #expect(step.kind == .resourceMetadata)
  }

  @Test("a connection that fails ends discovery too")
  func transport() async {
    let result = await Self.resource([(Self.path, .failure(.closed, sent: true))])
    #expect(Self.failure(result).name == "transport")
  }

  @Test("nothing at either place is an error of its own")
  func nowhere() async {
    let result = await Self.resource([(Self.path, .status(404)), (Self.root, .status(401))])
    #expect(Self.failure(result).name == "noResourceMetadata")
  }

  @Test(
    "metadata of another resource is refused, and the next place is not asked",
    arguments: [
      "https://mcp.example", "https://mcp.example/api", "https://other.example/api/mcp", "https://mcp.example/api/mcp/",
    ])
  func otherResource(resource: String) async {
    let result = await Self.resource([(Self.path, Self.document(resource: resource))])
    guard case .oauth(.invalidDocument(let problem), _) = Self.failure(result) else {
      Issue.record("\(result)")
      return
    }
    #expect(
      problem.fault == .mismatch(member: "resource", expected: "https://mcp.example/api/mcp", found: resource))
  }

  @Test("a challenge may claim a parent of the endpoint in whole segments only")
  func parent() async throws {
    let place = "https://elsewhere.example/meta"
    let found = try await Self.resource(
      [(Self.hinted, Self.document(resource: "https://mcp.example/api"))], challenge: place
    ).get()
    #expect(found.resource == "https://mcp.example/api")
    let cut = await Self.resource([(Self.hinted, Self.document(resource: "https://mcp.example/ap"))], challenge: place)
    #expect(Self.failure(cut).name == "oauth")
  }

  @Test(
    "whether calls are guarded is read from the server's own document",
    arguments: [
      ([(path, document())], true), ([(path, .status(404)), (root, .status(404))], false),
      ([(path, .status(404)), (root, document(resource: "https://mcp.example"))], true),
      // About something else, or about nothing.
      ([(path, document(resource: "https://mcp.example/other"))], false),
      ([(path, .json(#"{"error": "not found"}"#))], false), ([(path, .html), (root, .html)], false),
    ] as [([(String, ScriptedTransport.Answer)], Bool)])
  func guarded(_ script: [(String, ScriptedTransport.Answer)], _ expected: Bool) async throws {
    let transport = ScriptedTransport(script)
    #expect(try await Self.discovery(transport).isGuarded() == expected)
    #expect(transport.unused.isEmpty)
  }

  @Test("a challenge that names a place over plain http is refused")
  func insecureChallenge() async {
    let result = await Self.resource([], challenge: "http://elsewhere.example/meta")
    guard case .oauth(.insecureEndpoint("resource_metadata", "http://elsewhere.example/meta"), _) = Self.failure(result)
    else {
      Issue.record("\(result)")
      return
    }
  }

  /// What discovery makes of these answers; nothing may be left unasked.
  private static func resource(
    _ script: [(String, ScriptedTransport.Answer)], challenge: String? = nil
  ) async -> Result<ProtectedResourceMetadata, any Error> {
    let transport = ScriptedTransport(script)
    do {
      let discovery = try Self.discovery(transport)
      let parameters = challenge.map { ["resource_metadata": $0] } ?? [:]
      let found = try await discovery.resourceMetadata(
        BearerChallenge([AuthenticationChallenge(scheme: "bearer", parameters: parameters)])
      ).document
      #expect(transport.unused.isEmpty)
      return .success(found)
    } catch {
      #expect(transport.unused.isEmpty)
      return .failure(error)
    }
  }

  static func discovery(_ transport: ScriptedTransport) throws -> Discovery {
    Discovery(
      workplace: try ScriptedManager.make(transport).workplace, server: "demo",
      endpoint: try #require(WebURL("https://mcp.example/api/mcp")))
  }

  private static func document(resource: String = "https://mcp.example/api/mcp") -> ScriptedTransport.Answer {
    .json(#"{"resource": "\#(resource)", "authorization_servers": ["https://as.example"]}"#)
  }

  private static func failure(_ result: Result<ProtectedResourceMetadata, any Error>) -> EngineError? {
    if case .failure(let error) = result { error as? EngineError } else { nil }
  }
}
