import DemoServer
import Engine
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LoginTests {
  @Test("adding a server discovers, registers, logs in, stores and proves, in that order")
  func happyPath() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      #expect(grant.state == .active)
      #expect(grant.generation == 1)
      #expect(grant.hasRefreshToken)
      #expect(grant.issuer == world.server.issuer)
      #expect(grant.resource == world.server.mcpURL)
      #expect(grant.times.obtainedAt == world.clock.now)
      #expect(grant.times.expiresAt == world.clock.now.addingTimeInterval(3600))
      let endpoints = world.server.requests().map(\.endpoint)
      #expect(
        endpoints == [
          "mcp", "resource_metadata", "metadata", "registration", "authorization", "token", "mcp", "mcp",
        ])
      #expect(try world.registry.events().map(\.kind) == [.login, .registered])
    }
  }

  @Test("what is only kept for the next time makes no failure of a login that is stored")
  func uncached() async throws {
    try await TestWorld.run { world in
      try world.sqlite3(
        """
        CREATE TRIGGER a BEFORE INSERT ON tool_cache BEGIN SELECT RAISE(FAIL, 'not now'); END;
        CREATE TRIGGER b BEFORE UPDATE OF era ON server BEGIN SELECT RAISE(FAIL, 'not now'); END;
        """)
      #expect(try await world.add().state == .active)
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).generation == 2)
      #expect(try world.registry.cachedTools(of: world.registry.server("demo"), account: "default") == nil)
    }
  }

  @Test("what is asked for is what the challenge names, with refresh tokens where the server lists them")
  func scope() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let asked = world.server.requests().first { $0.endpoint == "authorization" }
      #expect(asked?.parameters["scope"] == "tools:read offline_access")
      #expect(asked?.parameters["resource"] == world.server.mcpURL)
      #expect(asked?.parameters["code_challenge_method"] == "S256")
      let exchange = world.server.requests().first { $0.grantType == "authorization_code" }
      #expect(exchange?.parameters["resource"] == world.server.mcpURL)
      #expect(exchange?.parameters["redirect_uri"] == asked?.parameters["redirect_uri"])
    }
  }

  @Test("each authorization request has a verifier and a state of its own (RFC 7636 §4.1)")
  func fresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      let asked = world.server.requests().filter { $0.endpoint == "authorization" }
      #expect(asked.count == 2)
      for name in ["code_challenge", "state"] { #expect(Set(asked.map { $0.parameters[name] }).count == 2) }
    }
  }

  @Test("whom a person is sent to, and for what, is said before the browser opens (RFC 9728 §7.8)")
  func announced() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let notices = world.notices.all
      let said = try #require(
        notices.firstIndex {
          if case .authorizing("demo", world.server.issuer, Scope("tools:read offline_access")) = $0 {
            true
          } else {
            false
          }
        })
      let opened = try #require(notices.firstIndex { if case .visit = $0 { true } else { false } })
      #expect(said < opened)
    }
  }

  @Test("a scope that the answer leaves out is as requested (RFC 6749 §5.1)")
  func scopeUnsaid() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.scopeUnsaid])
      let grant = try await world.add()
      #expect(grant.grantedScope?.description == "tools:read offline_access")
      #expect(grant.requestedScope == grant.grantedScope)
    }
  }

  @Test("a second server of the issuer uses the first one's registration")
  func oneRegistration() async throws {
    try await TestWorld.run { world in
      let first = try await world.add()
      let second = try await world.add("more", world.server.secondMCPURL)
      #expect(first.clientID == second.clientID)
      #expect(first.registrationID == second.registrationID)
      #expect(first.id != second.id)
      #expect(world.server.requests().count { $0.endpoint == "registration" } == 1)
    }
  }

  @Test("a server that asks for no login is added without one")
  func openServer() async throws {
    try await TestWorld.run { world in
      let url = try #require(WebURL(world.server.openMCPURL))
      let browser = world.browser()
      let added = try await world.manager(browser: browser).add(
        url, name: nil, account: nil, login: true, LoginOptions())
      #expect(added.grant == nil)
      #expect(added.server.authorization == .none)
      #expect(added.server.name == "local")
      #expect(browser.opened.isEmpty)
      #expect(world.keyring.reads == 0)
      #expect(
        await failure { try await world.manager().login("local", account: nil, LoginOptions()) }.name == "needsNoToken")
    }
  }

  @Test("a login again keeps the old one until the new one is stored")
  func again() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      world.server.setConsent(.deny)
      let denied = await failure { try await world.manager().login("demo", account: nil, LoginOptions()) }
      #expect(denied.name == "oauth")
      #expect(try world.grant().generation == 1)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      world.server.setConsent(.allow)
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(new.id == old.id)
      #expect(new.generation == 2)
      #expect(new.clientID == old.clientID)
    }
  }

  @Test("a failed login leaves no server behind, and its registration serves the next try")
  func failedLogin() async throws {
    try await TestWorld.run { world in
      world.server.setConsent(.deny)
      #expect(await failure { try await world.add() }.name == "oauth")
      #expect(try world.registry.servers().isEmpty)
      let kept = try #require(try world.registry.activeRegistration(issuer: world.server.issuer))
      world.server.setConsent(.allow)
      #expect(try await world.add().clientID == kept.clientID)
      #expect(world.server.requests().count { $0.endpoint == "registration" } == 1)
    }
  }

  @Test("accounts of one server are logins of their own")
  func accounts() async throws {
    try await TestWorld.run { world in
      let first = try await world.add()
      let second = try await world.manager().login("demo", account: "work", LoginOptions())
      #expect(first.id != second.id)
      #expect(try world.registry.grants().map(\.account) == ["default", "work"])
    }
  }

  @Test("a code exchange whose answer is lost is never repeated, and nothing is stored")
  func lostExchange() async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.codeExchange, .dropAfter)])
      #expect(await failure { try await world.add() }.name == "transport")
      #expect(world.server.requests().count { $0.grantType == "authorization_code" } == 1)
      let servers = try world.registry.servers()
      #expect(servers.isEmpty)
    }
  }

  @Test("a login whose first request fails is stored, and is not called a success")
  func notProven() async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.mcp, .slow(seconds: 0)), PlannedFault(.mcp, .internalError, times: nil)])
      let error = await failure { try await world.add() }
      guard case .notProven("demo", .notMCP(let answer)) = error, answer.status == 500 else {
        Issue.record("\(error.name)")
        return
      }
      let grant = try world.grant()
      #expect(grant.state == .active)
    }
  }
}
