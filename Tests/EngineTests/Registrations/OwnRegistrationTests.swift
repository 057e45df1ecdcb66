import DemoServer
import FoundationEssentials
import HTTP
import LinuxPlatform
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct OwnRegistrationTests {
  static func addOwn(_ world: TestWorld, _ name: String = "more") async throws -> Grant {
    var options = LoginOptions()
    options.ownRegistration = true
    let url = try #require(WebURL(world.server.secondMCPURL))
    return try #require(try await world.manager().add(url, name: name, account: nil, login: true, options).grant)
  }

  @Test("a server with a registration of its own keeps to it, and no other server uses it")
  func isolated() async throws {
    try await TestWorld.run { world in
      let own = try await Self.addOwn(world)
      let shared = try await world.add()
      #expect(own.clientID != shared.clientID)
      #expect(try await world.manager().login("more", account: nil, LoginOptions()).clientID == own.clientID)
      #expect(try await world.manager().login("demo", account: nil, LoginOptions()).clientID == shared.clientID)
      #expect(RegisterTests.log(world) == ["POST 201", "POST 201"])
      let row = try #require(try world.registry.registration(own.registrationID))
      #expect(row.isIsolated)
      #expect(row.isolatedFor == own.serverID)
    }
  }

  @Test("a login can give a server its own later; replacing it touches the shared one as little")
  func later() async throws {
    try await TestWorld.run { world in
      let shared = try await world.add()
      try await world.add("more", world.server.secondMCPURL)
      var options = LoginOptions()
      options.ownRegistration = true
      let own = try await world.manager().login("more", account: nil, options)
      #expect(own.clientID != shared.clientID)
      // Said again it is the same one.
      #expect(try await world.manager().login("more", account: nil, options).clientID == own.clientID)
      options = LoginOptions()
      options.newRegistration = true
      let newer = try await world.manager().login("more", account: nil, options)
      #expect(![own.clientID, shared.clientID].contains(newer.clientID))
      #expect(try world.registry.registration(newer.registrationID)?.isIsolated == true)
      #expect(try world.registry.registration(own.registrationID)?.state == .retired)
      #expect(try world.registry.activeRegistration(issuer: shared.issuer)?.id == shared.registrationID)
    }
  }

  @Test("it goes with its server, and never to another")
  func removed() async throws {
    try await TestWorld.run { world in
      let own = try await Self.addOwn(world)
      _ = try await world.manager().remove("more", offline: true)
      #expect(try world.registry.registration(own.registrationID)?.isolatedFor == nil)
      let next = try await Self.addOwn(world)
      #expect(next.clientID != own.clientID)
      #expect(try await world.add().clientID != own.clientID)
      world.server.clearRequests()
      _ = try await world.manager().remove("more", offline: false)
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204"])
      // What an offline removal left behind is deleted by the schedule.
      world.advance(by: 86_400)
      _ = try await world.manager().refreshDue { _ in }
      #expect(ManagedRegistrationTests.log(world) == ["DELETE 204", "DELETE 204"])
      #expect(try world.registry.registration(own.registrationID) == nil)
    }
  }
}
