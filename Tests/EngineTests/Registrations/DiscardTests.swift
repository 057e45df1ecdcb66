import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
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
      let keys = try world.manager().dataKeys()
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
