import DemoServer
import Engine
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct RegistrationUseTests {
  @Test("where the first registered port is busy the second is used, with the same registration")
  func secondPort() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let uris = try #require(try world.registry.registration(grant.registrationID)).redirectURIs
      #expect(uris.count == 3)
      let busy = try await LoopbackRedirectListener().bind([uris[0]])
      world.server.clearRequests()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      await busy.close()
      let asked = world.server.requests().first { $0.endpoint == "authorization" }
      #expect(asked?.parameters["redirect_uri"] == uris[1].raw)
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
    }
  }

  @Test("where every registered port is busy the login ends before a browser opens, and says which ports")
  func portsBusy() async throws {
    try await TestWorld.run { world in
      // Where it can be managed, other ports are registered.
      world.server.setBehaviours(on: [.noRegistrationManagement])
      let grant = try await world.add()
      let uris = try #require(try world.registry.registration(grant.registrationID)).redirectURIs
      var busy: [any BoundRedirect] = []
      for uri in uris { busy.append(try await LoopbackRedirectListener().bind([uri])) }
      let browser = world.browser()
      let error = await failure {
        try await world.manager(browser: browser).login("demo", account: nil, LoginOptions())
      }
      for listener in busy { await listener.close() }
      guard case .listener(.portsBusy(let ports)) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(ports == uris.map(\.port))
      #expect(browser.opened.isEmpty)
    }
  }

  @Test("a new registration is made only on request, and retires the old one")
  func newRegistration() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      var options = LoginOptions()
      options.newRegistration = true
      let new = try await world.manager().login("demo", account: nil, options)
      #expect(new.clientID != old.clientID)
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer)?.clientID == new.clientID)
      #expect(try world.registry.registration(old.registrationID) != nil)
    }
  }

  @Test("a client made by hand is used as it is, and nothing is registered")
  func preregistered() async throws {
    try await TestWorld.run { world in
      let options = try ClientByHand.options(
        world, PreregisteredClient(id: "by-hand", secret: "s3cret", authentication: .clientSecretBasic))
      let url = try #require(WebURL(world.server.mcpURL))
      let added = try await world.manager().add(url, name: "demo", account: nil, login: true, options)
      #expect(added.registration == .preRegistered)
      #expect(!world.server.requests().contains { $0.endpoint == "registration" })
      // The refresh authenticates with the same, sealed secret.
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).clientID == "by-hand")
    }
  }

  @Test("a server that registers nobody leads to no login")
  func refusedRegistration() async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.registration, .unavailable(retryAfter: 60))])
      let error = await failure { try await world.add() }
      guard case .oauth(.httpFailure(let failure), let step) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(failure.status == 503)
      #expect(step.kind == .registration)
      #expect(error?.retryAfter == 60)
    }
  }

  @Test("a name that another process takes while the browser is open is not overwritten")
  func nameTakenMeanwhile() async throws {
    try await TestWorld.run { world in
      let rival = try world.secondRegistry()
      let url = try #require(WebURL(world.server.mcpURL))
      let other = try #require(WebURL("https://rival.example/"))
      let browser = world.browser(
        .visiting { redirect in
          let server = Server(name: "demo", url: other, authorization: .undiscovered, createdAt: Date())
          try? rival.insert(server, event: Event(.serverAdded, at: Date()))
          return [redirect]
        })
      let error = await failure {
        try await world.manager(browser: browser).add(url, name: "demo", account: nil, login: true, LoginOptions())
      }
      guard case .registry(.nameTaken("demo")) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try world.registry.server("demo").url == other)
      #expect(try world.registry.grants().isEmpty)
    }
  }

  @Test("a name that is taken already asks nobody")
  func nameTaken() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      #expect(await failure { try await world.add() }.name == "registry")
      #expect(await failure { try await world.add("no/name") }.name == "badServerName")
      #expect(await failure { try await world.add("plain", "http://mcp.example/") }.name == "insecureURL")
      #expect(world.server.requests().isEmpty)
    }
  }
}
