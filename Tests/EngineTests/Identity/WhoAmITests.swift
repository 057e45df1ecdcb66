import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct WhoAmITests {
  @Test("an ID token that names the person is enough: nobody is asked")
  func idToken() async throws {
    try await TestWorld.run { world in
      try await SubjectTests.add(world)
      world.server.clearRequests()
      let identity = try await world.manager().whoAmI("demo", account: nil)
      #expect(identity.source == .idToken && identity.person.username == "ada" && identity.person.subject == "ada")
      #expect(!identity.wantsOpenID)
      #expect(world.server.requests().isEmpty)
    }
  }

  @Test("without an ID token userinfo tells, where the login asked for openid")
  func userInfo() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.noIDToken])
      try await SubjectTests.add(world)
      let identity = try await world.manager().whoAmI("demo", account: nil)
      #expect(identity.source == .userInfo)
      #expect(
        identity.person == PersonClaims(subject: "ada", username: "ada", email: "ada@example.com", name: "Ada"))
    }
  }

  @Test("a login without openid is told by introspection, and that openid would tell more")
  func introspection() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let identity = try await world.manager().whoAmI("demo", account: nil)
      #expect(identity.source == .introspection && identity.person.username == "ada" && identity.wantsOpenID)
      #expect(world.refreshes == 0)
    }
  }

  @Test("a spent token is renewed before anyone is asked")
  func spent() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3600)
      #expect(try await world.manager().whoAmI("demo", account: nil).source == .introspection)
      #expect(world.refreshes == 1)
    }
  }

  @Test("where the server tells nothing, nobody is named, and that is no error")
  func nothing() async throws {
    try await TestWorld.run { world in
      world.server.setBehaviours(on: [.noIntrospection, .noOpenID])
      try await world.add()
      let identity = try await world.manager().whoAmI("demo", account: nil)
      #expect(identity.source == nil && identity.person == PersonClaims(subject: nil) && !identity.wantsOpenID)
    }
  }

  @Test("userinfo about somebody else is not used; the registry remembers whose login it is")
  func otherSubject() async throws {
    try await TestWorld.run { world in
      try await SubjectTests.add(world)
      world.server.setBehaviours(on: [.userInfoOtherSubject, .noIntrospection])
      // The ID token is gone, and the subject is not.
      try world.sqlite3("UPDATE grant SET sealed_id_token = NULL")
      let identity = try await world.manager().whoAmI("demo", account: nil)
      #expect(identity.source == .registry && identity.person == PersonClaims(subject: "ada"))
    }
  }

  @Test("a server that is down costs the answer only where nothing else is known")
  func down() async throws {
    try await TestWorld.run { world in
      try await SubjectTests.add(world)
      try world.sqlite3("UPDATE grant SET sealed_id_token = NULL")
      await world.server.stop()
      #expect(try await world.manager().whoAmI("demo", account: nil).source == .registry)
      try world.sqlite3("UPDATE grant SET subject = NULL")
      #expect(await failure { try await world.manager().whoAmI("demo", account: nil) }.name == "transport")
    }
  }

  @Test("an account without a login is unknown, and a server without logins has nobody")
  func unknown() async throws {
    try await TestWorld.run { world in
      try await world.add()
      #expect(await failure { try await world.manager().whoAmI("demo", account: "x") }.name == "registry")
    }
  }

  @Test("the default account is the one that is chosen, and only one with a login can be")
  func defaultAccount() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let manager = world.manager()
      #expect(await failure { try manager.setDefaultAccount("work", of: "demo") }.name == "registry")
      let work = try await manager.login("demo", account: "work", LoginOptions())
      #expect(try world.registry.server("demo").defaultAccount == "default")
      try manager.setDefaultAccount("work", of: "demo")
      #expect(try world.registry.events().first?.kind == .accountChosen)
      _ = try await manager.refresh("demo", account: nil)
      #expect(try world.grant(account: "work").generation == work.generation + 1)
      #expect(try world.grant().generation == 1)
      // A login does not choose another one.
      _ = try await manager.login("demo", account: "default", LoginOptions())
      #expect(try world.registry.server("demo").defaultAccount == "work")
    }
  }
}
