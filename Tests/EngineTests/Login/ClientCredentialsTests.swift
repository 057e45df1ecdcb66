import DemoServer
import Engine
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct ClientCredentialsTests {
  @Test("a client with a secret logs in without a person, and asks again when its token is spent")
  func secret() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 300)) { world in
      let browser = world.browser()
      let grant = try await Self.add(world, browser)
      #expect(grant.flow == .clientCredentials)
      #expect(!grant.hasRefreshToken && grant.isRenewable)
      #expect(grant.requestedScope?.description == "tools:read")
      #expect(browser.opened.isEmpty)
      let asked = try #require(Self.asked(world).first)
      #expect(asked.parameters["resource"] == world.server.mcpURL)
      #expect(asked.clientAuthentication == "client_secret_basic")
      let first = try await world.manager().token("demo", account: nil, minimumValidity: nil)
      world.advance(by: 400)
      #expect(try GrantCondition(world.registry.server("demo"), world.grant(), now: world.clock.now) == .renewable)
      // A cold process, with nothing but the registry and the token endpoint.
      let cold = world.manager(registry: try world.secondRegistry())
      let second = try await cold.token("demo", account: nil, minimumValidity: nil)
      #expect(!first.access.matches(second.access.exposed))
      #expect(try world.grant().generation == 2)
      #expect(try world.registry.intent(of: world.grant()) == nil)
      #expect(Self.asked(world).map { $0.parameters["scope"] } == ["tools:read", "tools:read"])
    }
  }

  @Test("a refresh token that comes all the same is not kept: its end would look like the login's")
  func refreshToken() async throws {
    try await TestWorld.run { world in
      let answer = #"{"access_token":"other","token_type":"Bearer","expires_in":300,"refresh_token":"dead"}"#
      let transport = world.recorder([("POST \(world.tokenEndpoint)", .json(answer))])
      // The proof of the login is refused the scripted token, and has the client ask again.
      let grant = try await Self.add(world, transport: transport, client: world.server.preregister(Self.job))
      #expect(!grant.hasRefreshToken)
      #expect(try world.grant().generation == 2 && !world.grant().hasRefreshToken)
      #expect(!world.server.requests().contains { $0.grantType == "refresh_token" })
    }
  }

  @Test("a token that the server refuses is asked for again, once")
  func rejected() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      world.server.expireAccessTokens()
      _ = try await world.manager().tools("demo", account: nil, deadline: .seconds(10))
      #expect(try world.grant().generation == 2)
    }
  }

  @Test("a login again goes the same way with the same client, and nobody has to be there")
  func again() async throws {
    try await TestWorld.run { world in
      let old = try await Self.add(world)
      var options = LoginOptions()
      options.browser = .none
      let new = try await world.manager().login("demo", account: nil, options)
      #expect(new.flow == .clientCredentials && new.clientID == old.clientID && new.generation == 2)
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @Test("an outage while it asks again condemns nothing; a client that is refused needs a person")
  func failures() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      world.advance(by: 4000)
      world.server.plan([PlannedFault(.token, .tooManyRequests(retryAfter: nil))])
      #expect(
        await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }.name == "oauth")
      #expect(try world.grant().state == .active)
      world.advance(by: 60)
      _ = try await world.manager().token("demo", account: nil, minimumValidity: nil)
      world.advance(by: 4000)
      world.server.forgetClients()
      let refused = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }
      #expect(refused.loginReason == .refused(code: "invalid_client"))
    }
  }

  @Test("a client without a secret or a key, and none at all, is refused; none is ever registered")
  func unproven() async throws {
    try await TestWorld.run { world in
      #expect(await failure { try await Self.add(world, client: nil) }.name == "needsProvenClient")
      let bare = world.server.preregister(PreregisteredClient(grantTypes: ["client_credentials"]))
      #expect(await failure { try await Self.add(world, client: bare) }.name == "needsProvenClient")
      #expect(!world.server.requests().contains { ["registration", "token"].contains($0.endpoint) })
    }
  }

  @Test("a server without the grant is refused before its client is sent anywhere")
  func unsupported() async throws {
    try await TestWorld.run(.init(behaviours: [.noClientCredentials])) { world in
      guard case .oauth(.unsupported(.clientCredentials), _) = await failure(of: { try await Self.add(world) }) else {
        Issue.record("not refused")
        return
      }
      #expect(!world.server.requests().contains { $0.endpoint == "token" })
    }
  }

  @Test("the server is told of the extension in every request, and at initialize; other logins declare none")
  func extensionDeclared() async throws {
    try await TestWorld.run { world in
      try await Self.add(world)
      var options = LoginOptions()
      options.browser = .none
      _ = try await world.manager().login("demo", account: nil, options)
      world.server.expireAccessTokens()
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      let modern = world.server.requests().filter { $0.endpoint == "mcp" }
      #expect(modern.count >= 4 && modern.allSatisfy(Self.declaresExtension), "\(modern.map(\.parameters))")
      world.server.clearRequests()
      try await Self.add(world, name: "classic", world.server.legacyMCPURL)
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"], server: "classic")
      let legacy = world.server.requests().filter { $0.rpcMethod == "initialize" }
      #expect(legacy.count >= 2 && legacy.allSatisfy(Self.declaresExtension))
    }
    try await TestWorld.run { world in
      try await world.add()
      try await CallTests.call(world, "add_numbers", ["a=1", "b=1"])
      #expect(!world.server.requests().contains(where: Self.declaresExtension))
    }
  }

  private static func declaresExtension(_ request: LoggedRequest) -> Bool {
    request.parameters.keys.contains {
      $0.hasSuffix("apabilities.extensions.io.modelcontextprotocol/oauth-client-credentials")
    }
  }

  @discardableResult
  static func add(
    _ world: TestWorld, _ browser: HTTPBrowser? = nil, name: String = "demo", _ url: String? = nil
  ) async throws -> Grant {
    try await add(world, browser, client: world.server.preregister(job), name: name, url)
  }

  private static let job = PreregisteredClient(
    secret: "s3cret-of-the-job", authentication: .clientSecretBasic, grantTypes: ["client_credentials"])

  @discardableResult
  static func add(
    _ world: TestWorld, _ browser: HTTPBrowser? = nil, transport: ScriptedTransport? = nil,
    client: PreregisteredClient?, name: String = "demo", _ url: String? = nil
  ) async throws -> Grant {
    var options = LoginOptions()
    options.flow = .clientCredentials
    options.browser = .none
    options.clientID = client?.id
    options.clientSecret = client?.secret.map { Secret($0) }
    let url = try #require(WebURL(url ?? world.server.mcpURL))
    let added = try await world.manager(transport: transport, browser: browser).add(
      url, name: name, account: nil, login: true, options)
    return try #require(added.grant)
  }

  private static func asked(_ world: TestWorld) -> [LoggedRequest] {
    world.server.requests().filter { $0.grantType == "client_credentials" }
  }
}
