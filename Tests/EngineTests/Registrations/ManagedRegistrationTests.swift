import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct ManagedRegistrationTests {
  static func log(_ world: TestWorld) -> [String] { RegisterTests.log(world, "client_configuration") }

  static func registration(_ world: TestWorld) throws -> Registration {
    try #require(try world.registry.registration(try world.grant().registrationID))
  }

  /// A login as a client whose secret ends.
  static func addExpiring(_ world: TestWorld, also others: Set<Behaviour> = []) async throws -> Grant {
    world.server.setBehaviours(on: others.union([.expiringSecrets]))
    var options = LoginOptions()
    options.authMethod = .clientSecretBasic
    let url = try #require(WebURL(world.server.mcpURL))
    return try #require(
      try await world.manager().add(url, name: "demo", account: nil, login: true, options).grant)
  }

  @Test("a registration is read before the browser opens; a server that has forgotten it costs no visit")
  func provenAlive() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.log(world) == ["GET 200"])
      world.server.forgetClients()
      let browser = world.browser()
      let new = try await world.manager(browser: browser).login("demo", account: nil, LoginOptions())
      #expect(Self.log(world) == ["GET 200", "GET 401"])
      #expect(new.clientID != old.clientID)
      #expect(browser.opened.count == 1)
      #expect(RegisterTests.log(world) == ["POST 201", "POST 201"])
      #expect(try world.registry.registration(old.registrationID)?.state == .retired)
    }
  }

  @Test("an outage of the management, or a server that manages nothing, stops no login")
  func unanswered() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      let keys = try world.manager().keyRing.dataKeys()
      let access = try #require(try world.registry.access(to: try Self.registration(world), keys: keys))
      let outage = ScriptedTransport([("GET \(access.uri.raw)", .status(503))], others: world.transport)
      let grant = try await world.manager(transport: outage).login("demo", account: nil, LoginOptions())
      #expect(outage.unused.isEmpty)
      #expect(grant.registrationID == old.registrationID)
    }
  }

  @Test("a token that the server exchanges in its answers is the one used next, also by two processes at once")
  func rotatingTokens() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.rotatingRegistrationTokens])
      let grant = try await world.add()
      for _ in 1...2 { _ = try await world.manager().login("demo", account: nil, LoginOptions()) }
      let registration = try Self.registration(world), keys = try world.manager().keyRing.dataKeys()
      async let first = world.manager(registry: world.secondRegistry()).registrar.ask(
        registration, .read, server: "demo", keys)
      async let second = world.manager(registry: world.secondRegistry()).registrar.ask(
        registration, .read, server: "demo", keys)
      for check in try await [first, second] {
        guard case .alive = check else {
          Issue.record("\(check)")
          return
        }
      }
      #expect(Self.log(world) == Array(repeating: "GET 200", count: 4))
      #expect(try Self.registration(world).id == grant.registrationID)
    }
  }

  @Test("an edited place gets no token: the one in the sealed answer counts")
  func editedPlace() async throws {
    try await TestWorld.run { world in
      try await world.add()
      try world.sqlite3("UPDATE registration SET management_uri = 'https://evil.example/'")
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.log(world) == ["GET 200"])
    }
  }

  @Test("where every registered port is busy three more are registered, and the client stays the same")
  func movedPorts() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      let uris = try Self.registration(world).redirectURIs
      var busy: [any BoundRedirect] = []
      for uri in uris { busy.append(try await LoopbackRedirectListener().bind([uri])) }
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      for listener in busy { await listener.close() }
      #expect(new.clientID == old.clientID)
      #expect(Self.log(world) == ["GET 200", "PUT 200"])
      let now = try Self.registration(world).redirectURIs
      #expect(now.count == 6)
      #expect(Array(now.suffix(3)) == uris)
      #expect(Set(now.map(\.path)).count == 1)
      #expect(RegisterTests.log(world) == ["POST 201"])
      #expect(try world.registry.events().contains { $0.kind == .registrationUpdated && $0.cause == "redirect_uris" })
    }
  }

  @Test(
    "a server that lets nothing be changed leaves the ports busy",
    arguments: [Behaviour.registrationUpdatesForbidden, .registrationUpdatesUnsupported])
  func unmovable(_ behaviour: Behaviour) async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setBehaviours(on: [behaviour])
      var busy: [any BoundRedirect] = []
      for uri in try Self.registration(world).redirectURIs {
        busy.append(try await LoopbackRedirectListener().bind([uri]))
      }
      let error = await failure { try await world.manager().login("demo", account: nil, LoginOptions()) }
      for listener in busy { await listener.close() }
      #expect(error.name == "listener")
      #expect(try Self.registration(world).state == .active)
    }
  }

  @Test("a secret that ends soon is renewed by the schedule, without a person, and refreshes go on")
  func renewedInBackground() async throws {
    try await TestWorld.run { world in
      let grant = try await Self.addExpiring(world, also: [.rotatingSecrets])
      world.advance(by: 2300)
      _ = try await world.manager().refreshDue { _ in }
      #expect(Self.log(world).isEmpty)
      world.advance(by: 200)
      _ = try await world.manager().refreshDue { _ in }
      #expect(Self.log(world) == ["PUT 200"])
      let renewed = try Self.registration(world)
      #expect(renewed.id == grant.registrationID)
      #expect(renewed.secretObtainedAt == world.clock.now)
      #expect(renewed.secretExpiresAt == world.clock.now.addingTimeInterval(3600))
      // The old one would have ended by now.
      world.advance(by: 1500)
      #expect(try await world.manager().refresh("demo", account: nil).clientID == grant.clientID)
      #expect(RegisterTests.log(world) == ["POST 201"])
    }
  }

  @Test("a renewal that comes to nothing waits, longer each time, until it succeeds")
  func renewalBackoff() async throws {
    try await TestWorld.run { world in
      let grant = try await Self.addExpiring(world, also: [.rotatingSecrets])
      let keys = try world.manager().keyRing.dataKeys()
      let access = try #require(try world.registry.access(to: try Self.registration(world), keys: keys))
      let line = "PUT \(access.uri.raw)"
      let outage = ScriptedTransport([(line, .status(503)), (line, .status(403))], others: world.transport)
      func run() async throws -> Int {
        _ = try await world.manager(transport: outage).refreshDue { _ in }
        return outage.requests.count { $0.method == .put }
      }
      world.advance(by: 2500)
      #expect(try await run() == 1)
      #expect(try await run() == 1)
      world.advance(by: 30)
      #expect(try await run() == 2)
      world.advance(by: 30)
      #expect(try await run() == 2)
      world.advance(by: 30)
      #expect(try await run() == 3)
      #expect(Self.log(world) == ["PUT 200"])
      let registration = try Self.registration(world)
      #expect(registration.id == grant.registrationID && registration.secretObtainedAt == world.clock.now)
      #expect(try world.registry.renewalFailures(of: registration).count == 0)
    }
  }

  @Test("a renewal by a login ends the schedule's waiting")
  func renewalByLogin() async throws {
    try await TestWorld.run { world in
      _ = try await Self.addExpiring(world, also: [.rotatingSecrets])
      let access = try #require(
        try world.registry.access(to: try Self.registration(world), keys: try world.manager().keyRing.dataKeys()))
      let outage = ScriptedTransport([("PUT \(access.uri.raw)", .status(503))], others: world.transport)
      world.advance(by: 2500)
      _ = try await world.manager(transport: outage).refreshDue { _ in }
      #expect(try world.registry.renewalFailures(of: try Self.registration(world)).count == 1)
      var options = LoginOptions()
      options.authMethod = .clientSecretBasic
      _ = try await world.manager().login("demo", account: nil, options)
      #expect(Self.log(world) == ["PUT 200"])
      let failures = try world.registry.renewalFailures(of: try Self.registration(world))
      #expect(failures.count == 0 && failures.since == nil)
    }
  }

  @Test("a login renews a secret that ends soon, or registers anew where the server does not renew it")
  func renewedAtLogin() async throws {
    try await TestWorld.run { world in
      let old = try await Self.addExpiring(world, also: [.rotatingSecrets])
      var options = LoginOptions()
      options.authMethod = .clientSecretBasic
      world.advance(by: 3700)
      let same = try await world.manager().login("demo", account: nil, options)
      #expect(same.registrationID == old.registrationID)
      #expect(Self.log(world) == ["PUT 200"])
      // From now on an update keeps the secret as it is.
      world.server.setBehaviours(off: [.rotatingSecrets])
      world.advance(by: 3700)
      let new = try await world.manager().login("demo", account: nil, options)
      #expect(new.clientID != old.clientID)
      #expect(Self.log(world) == ["PUT 200", "PUT 200"])
      world.server.setBehaviours(on: [.registrationUpdatesForbidden])
      world.advance(by: 3700)
      let other = try await world.manager().login("demo", account: nil, options)
      #expect(other.clientID != new.clientID)
    }
  }

  @Test("without a way to renew it, an expired secret is replaced by a new registration, and not before a person comes")
  func expired() async throws {
    try await TestWorld.run { world in
      let old = try await Self.addExpiring(world, also: [.noRegistrationManagement])
      world.advance(by: 3700)
      _ = try await world.manager().refreshDue { _ in }
      #expect(RegisterTests.log(world) == ["POST 201"])
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(new.clientID != old.clientID)
      #expect(RegisterTests.log(world) == ["POST 201", "POST 201"])
    }
  }
}
