import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct DiscardTests {
  @Test("a registration is deleted with the last server that uses it")
  func last() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      world.server.clearRequests()
      _ = try await world.manager().remove("demo", offline: false)
      #expect(ManagedRegistrationTests.log(world).isEmpty)
      _ = try await world.manager().remove("more", offline: false)
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204"])
      #expect(try world.registry.registration(grant.registrationID) == nil)
      #expect(try world.registry.events().contains { $0.kind == .registrationDeleted && $0.cause == grant.clientID })
      #expect(try await world.add().clientID != grant.clientID)
    }
  }

  @Test("tokens that are still owed keep their client, and the schedule deletes it after them")
  func owed() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: 60), times: 2)])
      _ = try await world.manager().remove("demo", offline: false)
      #expect(ManagedRegistrationTests.log(world).isEmpty)
      #expect(try world.registry.registration(grant.registrationID)?.state == .retired)
      world.advance(by: 3600)
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 0)
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204"])
      #expect(try world.registry.registration(grant.registrationID) == nil)
    }
  }

  @Test("an outage is tried again a day later, and keeps no server here")
  func outage() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let keys = try world.manager().keyRing.dataKeys()
      let access = try #require(
        try world.registry.access(to: try ManagedRegistrationTests.registration(world), keys: keys))
      let outage = ScriptedTransport([("DELETE \(access.uri.raw)", .status(502))], others: world.transport)
      _ = try await world.manager(transport: outage).remove("demo", offline: false)
      #expect(outage.unused.isEmpty)
      #expect(try world.registry.servers().isEmpty)
      _ = try await world.manager().refreshDue { _ in }
      #expect(ManagedRegistrationTests.log(world).isEmpty)
      world.advance(by: 86_400)
      _ = try await world.manager().refreshDue { _ in }
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204"])
      #expect(try world.registry.registration(grant.registrationID) == nil)
    }
  }

  @Test("a server that does not let it be deleted leaves it for the next login")
  func forbidden() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      world.server.setBehaviours(on: [.registrationUpdatesForbidden])
      _ = try await world.manager().remove("demo", offline: false)
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 403"])
      #expect(try await world.add().clientID == grant.clientID)
    }
  }

  @Test("offline nothing is deleted, and neither is a client that a person made")
  func untouched() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().remove("demo", offline: true)
      _ = try await ClientKeyTests.add(world, try ClientKeyTests.options(world, .es256))
      _ = try await world.manager().remove("demo", offline: false)
      #expect(ManagedRegistrationTests.log(world).isEmpty)
      #expect(try world.registry.activeRegistration(issuer: world.server.issuer)?.clientID == "signer")
    }
  }

  @Test("a client that a login is under way with is not deleted, and is free again when the login is over")
  func underWay() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let registration = try ManagedRegistrationTests.registration(world)
      _ = try await world.manager().remove("demo", offline: true)
      let rival = try world.secondRegistry()
      let free = Mutex<[Bool?]>([])
      let browser = world.browser(
        .visiting { redirect in
          let isFree = try? rival.noteDeletion(of: registration, at: world.clock.now)
          free.withLock { $0.append(isFree) }
          return [redirect]
        })
      let url = try #require(WebURL(world.server.mcpURL))
      let added = try await world.manager(browser: browser).add(
        url, name: "demo", account: nil, login: true, LoginOptions())
      #expect(free.withLock { $0 } == [false])
      #expect(added.grant?.clientID == grant.clientID)
      #expect(try rival.use(of: registration).pending == 0)
      let refused = await failure {
        // The beginning of the client id names it, as long as it is enough.
        try await world.manager().deleteRegistration(
          String(grant.clientID.prefix(6)), account: nil, evenInUse: false)
      }
      #expect(refused.name == "registration")
      #expect(ManagedRegistrationTests.log(world).filter { $0.hasPrefix("DELETE") } == [])
    }
  }

  @Test("a login whose client is deleted before it begins takes another one")
  func deletedMeanwhile() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      let rival = try world.secondRegistry(), registration = try ManagedRegistrationTests.registration(world)
      let manager = CredentialManager(
        registry: world.registry, dependencies: world.manager().dependencies, version: "1.0", actor: nil,
        notify: { notice in
          guard case .reusingRegistration = notice else { return }
          _ = try? rival.noteDeletion(of: registration, evenInUse: true, at: world.clock.now)
        })
      #expect(try await manager.login("demo", account: nil, LoginOptions()).clientID != old.clientID)
      _ = try await world.manager().login("demo", account: "work", LoginOptions())
      let begun = try await world.manager().begin("demo", account: nil, LoginOptions())
      #expect(begun.account == "default")
    }
  }

  @Test("a login that comes to nothing, and one whose process died, hold no client")
  func abandoned() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let registration = try ManagedRegistrationTests.registration(world), server = try world.registry.server("demo")
      world.server.setConsent(.deny)
      #expect(await failure { try await world.manager().login("demo", account: nil, LoginOptions()) } != nil)
      #expect(try world.registry.use(of: registration).pending == 0)
      let now = world.clock.now
      let new = Server(name: "new", url: server.url, authorization: .oauth, createdAt: now)
      _ = try world.registry.beginLogin(
        new, account: "work", registration: registration, flow: .authorizationCode, at: now,
        until: now.addingTimeInterval(900))
      _ = try await world.manager().remove("demo", offline: true)
      let id = registration.clientID
      let refused = await failure { try await world.manager().deleteRegistration(id, account: nil, evenInUse: false) }
      #expect(refused.name == "registration")
      world.advance(by: 900)
      #expect(try await world.manager().deleteRegistration(id, account: nil, evenInUse: false).outcome == .deleted)
    }
  }

  @Test("a retired registration goes when the last login made with it does")
  func retired() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      var options = LoginOptions()
      options.newRegistration = true
      world.server.clearRequests()
      _ = try await world.manager().login("demo", account: nil, options)
      _ = try await world.manager().refreshDue { _ in }
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204"])
      #expect(try world.registry.registration(old.registrationID) == nil)
    }
  }
}
