import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefusedClientTests {
  static func registrations(_ world: TestWorld) -> Int {
    world.server.requests().count { $0.endpoint == "registration" }
  }

  @Test("where Basic is refused, post is tried, and comes first from then on")
  func postInsteadOfBasic() async throws {
    try await TestWorld.run { world in
      let options = try ClientByHand.options(
        world, PreregisteredClient(id: "by-hand", secret: "s3cret", authentication: .clientSecretPost))
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      #expect(ClientKeyTests.methods(world) == ["client_secret_basic", "client_secret_post"])
      #expect(try world.registry.quirks(of: world.server.issuer).refusedAuthMethods == ["client_secret_basic"])
      world.server.clearRequests()
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(ClientKeyTests.methods(world) == ["client_secret_post"])
      _ = try await world.manager().revoke("demo", account: nil)
      #expect(ClientKeyTests.methods(world) == Array(repeating: "client_secret_post", count: 3))
    }
  }

  @Test("a method that a person names is the one that is used")
  func named() async throws {
    try await TestWorld.run { world in
      var options = LoginOptions()
      options.authMethod = .clientSecretPost
      let url = try #require(WebURL(world.server.mcpURL))
      let added = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      let grant = try #require(added.grant)
      let made = try #require(try world.registry.registration(grant.registrationID))
      #expect(made.method == .clientSecretPost)
      #expect(made.hasSecret)
      #expect(ClientKeyTests.methods(world) == ["client_secret_post"])
      options.authMethod = ClientAuthenticationMethod.none
      let next = try await world.manager().login("demo", account: nil, options)
      #expect(try world.registry.registration(next.registrationID)?.method == ClientAuthenticationMethod.none)
      #expect(Self.registrations(world) == 2)
    }
  }

  @Test("a public client that registers and is refused at the token endpoint comes back with a secret, once")
  func noneRefused() async throws {
    try await TestWorld.run { world in
      let refusing = ScriptedTransport(
        [("POST \(world.server.issuer)/mint", .json(#"{"error":"invalid_client"}"#, status: 401))],
        others: world.transport)
      let browser = world.browser()
      let url = try #require(WebURL(world.server.mcpURL))
      let added = try await world.manager(transport: refusing, browser: browser)
        .add(url, name: "demo", account: nil, login: true, LoginOptions())
      let grant = try #require(added.grant)
      #expect(try world.registry.registration(grant.registrationID)?.method == .clientSecretBasic)
      #expect(try world.registry.quirks(of: world.server.issuer).refusedAuthMethods == ["none"])
      #expect(browser.opened.count == 2)
      #expect(Self.registrations(world) == 2)
      // The next one asks for a secret at once.
      var options = LoginOptions()
      options.newRegistration = true
      let next = try await world.manager().login("demo", account: nil, options)
      #expect(try world.registry.registration(next.registrationID)?.method == .clientSecretBasic)
      #expect(Self.registrations(world) == 3)
    }
  }

  @Test("a registration that the server has forgotten is kept, and replaced by one like it")
  func forgotten() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      world.advance(by: 3000)
      world.server.plan([PlannedFault(.codeExchange, .invalidClient)])
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(new.clientID != old.clientID)
      #expect(try world.registry.registration(new.registrationID)?.method == ClientAuthenticationMethod.none)
      #expect(try world.registry.quirks(of: world.server.issuer).refusedAuthMethods == nil)
      #expect(try world.registry.registration(old.registrationID) != nil)
      #expect(try world.registry.events().contains { $0.kind == .registrationRetired })
      #expect(Self.registrations(world) == 2)
    }
  }

  @Test("it is replaced once in a login, never in a loop")
  func once() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3000)
      world.server.plan([PlannedFault(.codeExchange, .invalidClient, times: nil)])
      let browser = world.browser()
      let error = await failure {
        try await world.manager(browser: browser).login("demo", account: nil, LoginOptions())
      }
      #expect(error?.refusesClient == true)
      #expect(Self.registrations(world) == 2)
      #expect(browser.opened.count == 2)
    }
  }

  @Test("a client that a person made is never replaced")
  func clientGivenByPerson() async throws {
    try await TestWorld.run { world in
      var options = try ClientKeyTests.options(world, .es256)
      options.redirectURI = WebURL("http://127.0.0.1:\(try LoopbackRedirectListener().freePorts(1)[0])/cb")
      world.server.preregister(
        PreregisteredClient(id: "signer", authentication: .none, redirectURIs: [options.redirectURI?.raw ?? ""]))
      #expect(await failure { try await ClientKeyTests.add(world, options) }?.refusesClient == true)
      #expect(Self.registrations(world) == 0)
      // No login was made with it yet: it is nobody's choice, and is still there.
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer) == nil)
      #expect(try world.registry.registrations().map(\.clientID) == ["signer"])
    }
  }

  @Test("a refresh that a client's first method does not get is asked for once more, as one intent")
  func refresh() async throws {
    try await TestWorld.run { world in
      var options = LoginOptions()
      options.authMethod = .clientSecretBasic
      let url = try #require(WebURL(world.server.mcpURL))
      _ = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      world.server.plan([PlannedFault(.refresh, .invalidClient)])
      let refused = await failure { try await world.manager().refresh("demo", account: nil) }
      // Registered for Basic, so the server takes post from this client as little: both are refused.
      #expect(refused.refusedOnce == "invalid_client")
      #expect(world.refreshes == 2)
      #expect(try world.registry.quirks(of: world.server.issuer).refusedAuthMethods == nil)
      #expect(try world.registry.intent(of: world.grant()) == nil)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }
}
