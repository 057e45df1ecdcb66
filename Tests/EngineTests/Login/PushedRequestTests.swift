import DemoServer
import Engine
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct PushedRequestTests {
  @Test("a request is pushed where the server demands it, and the browser carries only its name")
  func demanded() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.requirePushedRequests])) { world in
      let browser = world.browser()
      try await Self.add(world, browser)
      let pushed = try #require(world.server.requests().first { $0.endpoint == "pushed_authorization" })
      #expect(pushed.parameters["resource"] == world.server.mcpURL)
      #expect(pushed.parameters["code_challenge_method"] == "S256")
      #expect(pushed.parameters["scope"] == "tools:read offline_access")
      let query = try #require(browser.opened.first?.query.flatMap { FormURLEncoding.decode($0) })
      #expect(query.map(\.name) == ["client_id", "request_uri"])
      #expect(world.notices.all.contains { if case .urlExpires(90) = $0 { true } else { false } })
      #expect(try world.grant().state == .active)
    }
  }

  @Test("a request is not pushed where nobody demands it")
  func offered() async throws {
    try await TestWorld.run { world in
      try await Self.add(world, world.browser())
      #expect(!world.server.requests().contains { $0.endpoint == "pushed_authorization" })
    }
  }

  @Test("a registration that demands it is enough")
  func registration() async throws {
    try await TestWorld.run { world in
      world.server.setConsent(.deny)
      #expect(await failure { try await Self.add(world, world.browser()) }.name == "oauth")
      world.server.setConsent(.allow)
      let old = try #require(try world.registry.activeRegistration(issuer: world.server.issuer))
      // The same client, as a server that singles it out would have answered.
      let slot = try #require(try world.registry.keySlots().first)
      let keys = try #require(
        try world.registry.openKeys(slot, with: world.keyring.keys(at: slot.locator)))
      _ = try world.registry.insert(
        NewRegistration(
          issuer: old.issuer, kind: .dynamic, clientID: old.clientID, clientSecret: nil, method: old.method,
          redirectURIs: old.redirectURIs, document: Secret(#"{"require_pushed_authorization_requests":true}"#)),
        event: Event(.registered, at: world.clock.now), keys: keys)
      try await Self.add(world, world.browser())
      #expect(world.server.requests().contains { $0.endpoint == "pushed_authorization" })
    }
  }

  @Test("a server that demands it and names no place for it is refused, before anything is registered")
  func nowhere() async throws {
    try await TestWorld.run { world in
      let metadata = try await Self.metadata(world, adding: #""require_pushed_authorization_requests":true"#)
      let script = ScriptedTransport(
        [("GET \(Self.metadataURL(world))", .json(metadata))], others: world.transport)
      let error = await failure { try await Self.add(world, world.browser(), script) }
      guard case .oauth(.unsupported(.pushedRequests), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @Test("a push that nobody answers ends the login before a browser opens")
  func lost() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.requirePushedRequests])) { world in
      let browser = world.browser()
      let script = ScriptedTransport(
        [("POST \(world.server.issuer)/ask/ahead", .failure(.closed, sent: true))], others: world.transport)
      let error = await failure { try await Self.add(world, browser, script) }
      guard case .transport(_, let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(step.kind == .pushedAuthorization)
      #expect(browser.opened.isEmpty)
    }
  }

  @Test("a client that a push shows to be forgotten is replaced before a browser opens")
  func forgotten() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.requirePushedRequests])) { world in
      let old = try await world.add()
      world.server.forgetClients()
      world.advance(by: 700)
      let browser = world.browser()
      let new = try await world.manager(browser: browser).login("demo", account: nil, LoginOptions())
      #expect(new.clientID != old.clientID)
      #expect(browser.opened.count == 1)
    }
  }

  private static func add(
    _ world: TestWorld, _ browser: HTTPBrowser, _ transport: (any HTTPTransport)? = nil
  ) async throws {
    let url = try #require(WebURL(world.server.mcpURL))
    _ = try await world.manager(transport: transport, browser: browser).add(
      url, name: "demo", account: nil, login: true, LoginOptions())
  }

  private static func metadataURL(_ world: TestWorld) -> String {
    world.server.issuer.replacing("/realm/", with: "/.well-known/oauth-authorization-server/realm/")
  }

  /// The server's own document without its place for pushed requests, and with this.
  private static func metadata(_ world: TestWorld, adding member: String) async throws -> String {
    let url = try #require(WebURL(metadataURL(world)))
    let body = String(decoding: try await world.transport.send(HTTPRequest(.get, url)).body, as: UTF8.self)
    world.server.clearRequests()
    return body.replacing("pushed_authorization_request_endpoint", with: "x_push").replacing(
      #"{"authorization_endpoint""#, with: #"{\#(member),"authorization_endpoint""#)
  }
}
