import DemoServer
import Engine
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct EnterpriseTests {
  @Test("one visit of a browser at the provider is enough for two servers, and none goes to their own server")
  func twoServers() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      let provider = try await employee.addProvider()
      #expect(provider.resource == nil && provider.requestedScope?.description == "openid offline_access")
      let grant = try await employee.add()
      #expect(grant.flow == .enterprise && grant.clientID == "at-server" && !grant.hasRefreshToken && grant.isRenewable)
      try await employee.add("second", world.server.secondMCPURL)
      #expect(employee.browser.opened.count == 1)
      let exchanged = employee.asked(Employee.exchange)
      #expect(exchanged.map { $0.parameters["audience"] } == [world.server.issuer, world.server.issuer])
      #expect(exchanged.map { $0.parameters["resource"] } == [world.server.mcpURL, world.server.secondMCPURL])
      #expect(exchanged.allSatisfy { $0.clientAuthentication == "client_secret_basic" })
      let presented = employee.asked(Employee.bearer)
      #expect(Set(presented.compactMap { $0.parameters["assertion"] }).count == 2)
      #expect(presented.map { $0.parameters["scope"] } == exchanged.map { $0.parameters["scope"] })
    }
  }

  @Test("a cold process renews it: with the ID token while it is good, else after renewing the provider's login")
  func renewal() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 120, consent: .allow)) { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      let first = try await employee.token()
      world.advance(by: 130)
      let second = try await employee.token()
      #expect(!first.matches(second.exposed) && world.refreshes == 0)
      world.advance(by: 400)
      let third = try await employee.token()
      #expect(!second.matches(third.exposed))
      #expect(world.refreshes == 1)
      #expect(try world.grant("corp").generation == 2)
      #expect(try world.grant().generation == 3 && world.registry.intent(of: world.grant()) == nil)
      world.advance(by: 130)
      try await employee.token()
      // The ID token that the provider's refresh brought is stored.
      #expect(world.refreshes == 1)
      #expect(employee.browser.opened.count == 1)
      #expect(Set(employee.asked(Employee.bearer).compactMap { $0.parameters["assertion"] }).count == 4)
    }
  }

  @Test("a lost answer is asked for again with a new assertion")
  func replay() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      world.server.plan([PlannedFault(.token, .dropAfter, after: 1)])
      let manager = world.manager(timeFlies: true)
      _ = try await manager.refresh("demo", account: nil)
      let presented = employee.asked(Employee.bearer).compactMap { $0.parameters["assertion"] }
      #expect(presented.count == 3 && Set(presented).count == 3)
      #expect(try world.grant().state == .active)
    }
  }

  @Test(
    "what the provider refuses is said with its name and host, and condemns neither login", arguments: [true, false])
  func refusedThere(isDown: Bool) async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      if isDown {
        world.server.plan([PlannedFault(.token, .unavailable(retryAfter: nil), times: nil)])
      } else {
        world.server.setBehaviours(on: [.exchangeRefused])
      }
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      guard case .identity(let found, server: "demo") = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(found.provider == "corp" && found.host == "127.0.0.1")
      #expect(try world.grant().state == .active && world.grant("corp").state == .active)
      #expect(employee.asked(Employee.bearer).count == 1)
      #expect(try world.registry.intent(of: world.grant()) == nil && world.grant().failures.count == 1)
      world.server.setBehaviours(off: [.exchangeRefused])
      world.server.plan([])
      _ = try await world.manager().refresh("demo", account: nil)
    }
  }

  @Test(
    "what the server's own authorization server refuses is its word, and the provider's login stays",
    arguments: [Behaviour.identityAssertionForeignAudience, .identityAssertionsRefused])
  func refusedHere(_ behaviour: Behaviour) async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      world.server.setBehaviours(on: [behaviour])
      let error = await failure { try await world.manager().refresh("demo", account: nil) }
      guard case .refusedOnce("demo", _, code: "invalid_grant", _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(try world.grant().state == .suspect && world.grant("corp").state == .active)
      #expect(employee.asked(Employee.bearer).count == 2)
      world.server.setBehaviours(off: [behaviour])
      // The schedule tries once more, as `status` says.
      world.advance(by: 3600)
      #expect(try await world.manager().refreshDue { _ in }.logins.contains { $0.server == "demo" })
      #expect(try world.grant().state == .active)
      #expect(
        try world.registry.grantsDue(at: world.clock.now.addingTimeInterval(86_400)).map(\.serverName) == ["corp"])
    }
  }

  @Test("without the provider's login the error names the provider")
  func providerGone() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      _ = try await world.manager().revoke("corp", account: nil)
      world.advance(by: 4000)
      guard case .loginRequired("corp", _, .revoked) = await failure(of: { try await employee.token() }) else {
        Issue.record("no such error")
        return
      }
      #expect(try world.grant().state == .active)
    }
  }

  @Test("a provider is logged in to in two steps as well, without a browser here")
  func split() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProviderInTwoSteps()
      #expect(employee.browser.opened.isEmpty)
      #expect(try await employee.add().flow == .enterprise)
    }
  }

  @Test("an ID token that cannot be renewed is the provider's login that is spent")
  func spent() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.noRefreshTokens])) { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      world.advance(by: 4000)
      guard case .loginRequired("corp", _, .expired) = await failure(of: { try await employee.token() }) else {
        Issue.record("no such error")
        return
      }
    }
  }

  @Test("a provider that servers need is not removed, has no tools, and gives an ID token or no login")
  func provider() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      world.server.setBehaviours(on: [.noIDToken])
      #expect(await failure { try await employee.addProvider() }.name == "noIDToken")
      #expect(try world.registry.servers().isEmpty)
      world.server.setBehaviours(off: [.noIDToken])
      try await employee.addProvider()
      try await employee.add()
      guard
        case .providerInUse("corp", by: ["demo"]) = await failure(of: {
          try await world.manager().remove("corp", offline: false)
        })
      else {
        Issue.record("removed")
        return
      }
      let tools = await failure { try await world.manager().tools("corp", account: nil, deadline: .seconds(5)) }
      #expect(tools.name == "isIdentityProvider")
      _ = try await world.manager().remove("demo", offline: false)
      _ = try await world.manager().remove("corp", offline: false)
      #expect(try world.registry.servers().isEmpty)
    }
  }

  @Test("each account is renewed by the provider of its own login, which is in use while that login lives")
  func twoProviders() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      try await employee.addProvider("other", account: "second")
      let second = try await world.manager().login("demo", account: "second", Employee.options(by: "other"))
      #expect(second.identityProvider == "other")
      #expect(try world.grant().identityProvider == "corp")
      _ = try await world.manager().refresh("demo", account: nil)
      for name in ["corp", "other"] {
        let error = await failure { try await world.manager().remove(name, offline: false) }
        guard case .providerInUse(name, by: ["demo"]) = error else {
          Issue.record("\(name): \(error.name)")
          return
        }
      }
      // As at its last login, whatever another account's was made by.
      #expect(
        try await world.manager().login("demo", account: nil, Employee.options(by: nil)).identityProvider == "corp")
      _ = try await world.manager().revoke("demo", account: "second")
      _ = try await world.manager().remove("other", offline: false)
    }
  }

  @Test("a provider whose refresh brings no ID token is not asked for one again")
  func noIDTokenAgain() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      world.server.setBehaviours(on: [.noIDToken])
      world.advance(by: 4000)
      for _ in 0..<3 {
        guard case .loginRequired("corp", _, .expired) = await failure(of: { try await employee.token() }) else {
          Issue.record("no such error")
          return
        }
        #expect(world.refreshes == 1)
        world.advance(by: 60)
      }
    }
  }

  @Test("the schedule waits longer each time for a provider that is down, and keeps to the provider's own wait")
  func scheduled() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      try await employee.add()
      world.advance(by: 1000)
      world.server.plan([PlannedFault(.token, .unavailable(retryAfter: 3000), times: nil)])
      #expect(await failure { try await world.manager().refresh("corp", account: nil) }.name == "oauth")
      let wait = try #require(try world.grant("corp").failures.nextAttemptAt)
      // As after a renewal that failed, and an ID token that has ended.
      let row = try world.grant()
      _ = try world.registry.recordFailure(
        row,
        RefreshFailureRecord(
          state: .active, stateCause: nil, failure: "transient_network", detail: nil, nextAttemptAt: world.clock.now,
          closesIntent: true), event: Event(.refreshFailed, at: world.clock.now, server: "demo"))
      let sent = world.refreshes
      let logins = try await world.manager().refreshDue { _ in }.logins
      #expect(logins.map(\.server) == ["demo"] && world.refreshes == sent)
      let after = try world.grant()
      #expect(after.failures.last == "identity_unready" && after.failures.count == 2 && after.state == .active)
      #expect(try #require(after.failures.nextAttemptAt) >= wait)
    }
  }

  @Test("what cannot work is refused before anything is asked of the provider")
  func mistakes() async throws {
    try await TestWorld.run { world in
      let employee = try Employee(world)
      #expect(await failure { try await employee.add(by: nil) }.name == "needsIdentityProvider")
      #expect(await failure { try await employee.add() }.name == "registry")
      try await world.add("plain", world.server.secondMCPURL)
      #expect(await failure { try await employee.add(by: "plain") }.name == "notIdentityProvider")
      #expect(employee.asked(Employee.exchange).isEmpty)
    }
  }

  @Test("a server that does not say that it takes such assertions is not sent one")
  func unsupported() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.noJWTBearer])) { world in
      let employee = try Employee(world)
      try await employee.addProvider()
      guard case .oauth(.unsupported(.identityAssertions), _) = await failure(of: { try await employee.add() }) else {
        Issue.record("not refused")
        return
      }
      #expect(employee.asked(Employee.exchange).isEmpty)
    }
  }
}
