import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// What a document can be besides good. Each ends in one error that names it; nothing is opened, nothing is stored.
@Suite(.timeLimit(.minutes(1))) struct HostileDocumentTests {
  private static let shapes: [Fault] = [.huge, .deep, .utf16, .latin1, .cutJSON, .wrongType(member: nil)]

  @Test(
    "a metadata document that is too large, too deep, in another charset, cut, or of wrong types", arguments: shapes)
  func metadata(fault: Fault) async throws {
    try await TestWorld.run { world in
      for (endpoint, kind) in [
        (FaultEndpoint.resourceMetadata, ExchangeStep.Kind.resourceMetadata),
        (.metadata, .authorizationServerMetadata),
      ] {
        world.server.plan([PlannedFault(endpoint, fault, times: nil)])
        try await Self.expectRefusal(world, at: kind)
        #expect(!world.server.requests().contains { $0.endpoint == "registration" })
        #expect(try world.registry.activeRegistration(issuer: world.server.issuer) == nil)
      }
    }
  }

  @Test("a registration answer of the same kinds registers nobody", arguments: shapes)
  func registration(fault: Fault) async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.registration, fault)])
      try await Self.expectRefusal(world, at: .registration)
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer) == nil)
    }
  }

  @Test("a token answer of the same kinds logs nobody in", arguments: shapes)
  func tokens(fault: Fault) async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.codeExchange, fault)])
      try await Self.expectRefusal(world, at: .codeExchange, opens: 1)
    }
  }

  @Test(
    "an authorization endpoint that no browser should be started with",
    arguments: [
      "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "--help", "-new-window", "",
      "http://as.example/a", "http://as.example/$(id)", "https://user:secret@as.example/a", "https://as.example/a b",
      "https://as.example/a\\nb", "https://as.example/`id`", "https://as.example/a|id", "https:///a", "//as.example/a",
    ])
  func authorizationEndpoint(url: String) async throws {
    let browser = try await Self.browser(shown: url)
    #expect(browser.opened.isEmpty, "\(url)")
  }

  @Test("a shell's own characters in an authorization endpoint stay characters of one URL")
  func shellCharacters() async throws {
    let url = "https://as.example/$(touch$IFS/tmp/x);id&x='1'"
    let browser = try await Self.browser(shown: url)
    let opened = try #require(browser.opened.first).raw
    #expect(opened.hasPrefix(url + "?response_type=code&"))
  }

  private static func expectRefusal(
    _ world: TestWorld, at kind: ExchangeStep.Kind, opens: Int = 0
  ) async throws {
    let url = try #require(WebURL(world.server.mcpURL))
    let browser = world.browser()
    let error = await failure {
      try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, LoginOptions())
    }
    switch error {
    case .oauth(.invalidDocument(let problem), let step):
      #expect(step.kind == kind)
      #expect(problem.source.hasPrefix(url.origin))
    case .transport(let failure, let step):
      // What is too large is not read to its end.
      #expect(step.kind == kind)
      #expect("\(failure.kind)" == "tooLarge")
    default: Issue.record("\(error.name)")
    }
    #expect(browser.opened.count == opens)
    let servers = try world.registry.servers(), grants = try world.registry.grants()
    #expect(servers.isEmpty && grants.isEmpty)
  }

  /// Adds a server whose authorization server says that people authorize there; the browser never comes back.
  private static func browser(shown url: String) async throws -> HTTPBrowser {
    let resource = #"{"resource": "https://mcp.example/", "authorization_servers": ["https://as.example"]}"#
    let metadata = """
      {"issuer": "https://as.example", "authorization_endpoint": "\(url)", "token_endpoint": "https://as.example/t",
      "code_challenge_methods_supported": ["S256"]}
      """
    let transport = ScriptedTransport([
      ("POST https://mcp.example/", .status(401, [("WWW-Authenticate", "Bearer")])),
      ("GET https://mcp.example/.well-known/oauth-protected-resource", .json(resource)),
      ("GET https://as.example/.well-known/oauth-authorization-server", .json(metadata)),
    ])
    let browser = HTTPBrowser(.never, transport: transport)
    let manager = try ScriptedManager.make(transport, browser: browser)
    var options = LoginOptions()
    options.clientID = "c"
    // Ends a login that has got as far as waiting.
    options.timeout = .milliseconds(1)
    let error = await failure {
      try await manager.add(
        try #require(WebURL("https://mcp.example/")), name: "demo", account: nil, login: true, options)
    }
    #expect(error != nil)
    let servers = try manager.registry.servers()
    #expect(servers.isEmpty)
    return browser
  }
}
