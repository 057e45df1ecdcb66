import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RefreshTests {
  @Test("a fresh token is handed out as it is")
  func fresh() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let manager = world.manager()
      let stored = try #require(try manager.storedToken("demo", account: nil, minimumValidity: nil))
      let token = try await manager.token("demo", account: nil, minimumValidity: nil)
      #expect(token.access.matches(stored.access.exposed))
      #expect(token.expiresAt == world.clock.now.addingTimeInterval(3600))
      #expect(world.refreshes == 0)
    }
  }

  @Test("a spent token is renewed at its next use, once")
  func spent() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 3590)
      let manager = world.manager()
      #expect(try manager.storedToken("demo", account: nil, minimumValidity: nil) == nil)
      let first = try await manager.token("demo", account: nil, minimumValidity: nil)
      let second = try await manager.token("demo", account: nil, minimumValidity: nil)
      #expect(first.access.matches(second.access.exposed))
      #expect(world.refreshes == 1)
      #expect(try world.grant().generation == 2)
      #expect(try world.registry.intent(of: world.grant()) == nil)
    }
  }

  @Test("who needs a longer life gets a new token")
  func minimumValidity() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.advance(by: 1800)
      _ = try await world.manager().token("demo", account: nil, minimumValidity: 1700)
      #expect(world.refreshes == 0)
      _ = try await world.manager().token("demo", account: nil, minimumValidity: 1900)
      #expect(world.refreshes == 1)
    }
  }

  @Test("a person's refresh spends a fresh token; one that another process has just renewed is adopted")
  func forced() async throws {
    try await TestWorld.run { world in
      let seen = try await world.add()
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      let adopted = try await world.manager().refreshing.refresh(seen, .forced)
      #expect(adopted.generation == 2)
      #expect(world.refreshes == 1)
    }
  }

  @Test("an answer without a refresh token keeps the old one in use")
  func notRotated() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .noRefreshToken)])
      let kept = try await world.manager().refresh("demo", account: nil)
      #expect(kept.generation == 2)
      #expect(kept.hasRefreshToken)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
      let sent = world.server.requests().filter { $0.grantType == "refresh_token" }.map {
        $0.parameters["refresh_token"]
      }
      #expect(sent.count == 2)
      #expect(sent.first == sent.last)
    }
  }

  @Test("a token of unknown lifetime is served until a server refuses it")
  func unknownLifetime() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .noExpiresIn)])
      let grant = try await world.manager().refresh("demo", account: nil)
      #expect(grant.times.expiresAt == nil)
      #expect(grant.times.dueAt != nil)
      world.advance(by: 3500)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      world.advance(by: 1_000_000)
      #expect(try world.manager().storedToken("demo", account: nil, minimumValidity: nil) != nil)
      #expect(world.refreshes == 1)
    }
  }

  @Test("without a refresh token a spent login needs a person")
  func unrenewable() async throws {
    try await TestWorld.run { world in
      world.server.plan([PlannedFault(.codeExchange, .noRefreshToken)])
      let grant = try await world.add()
      #expect(grant.times.dueAt == nil)
      #expect(grant.times.keepaliveAt == nil)
      world.advance(by: 3600)
      let error = await failure { try await world.manager().token("demo", account: nil, minimumValidity: nil) }
      #expect(error.loginReason == .expired)
      #expect(world.refreshes == 0)
    }
  }

  @Test("a refresh asks for the resource the login is bound to, and for no scope")
  func parameters() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      _ = try await world.manager().refresh("demo", account: nil)
      let sent = try #require(world.server.requests().first { $0.grantType == "refresh_token" })
      #expect(sent.parameters["resource"] == grant.resource)
      #expect(sent.parameters["client_id"] == grant.clientID)
      #expect(sent.parameters["scope"] == nil)
    }
  }

  @Test("an account without a login is told from a server without any")
  func nobody() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let unknown = await failure { try await world.manager().refresh("demo", account: "work") }
      guard case .registry(.unknownAccount("demo", "work")) = unknown else {
        Issue.record("\(unknown.name)")
        return
      }
      let url = try #require(WebURL(world.server.secondMCPURL))
      _ = try await world.manager().add(url, name: "later", account: nil, login: false, LoginOptions())
      #expect(await failure { try await world.manager().refresh("later", account: nil) }.loginReason == .never)
      #expect(await failure { try await world.manager().refresh("dem", account: nil) }.name == "registry")
    }
  }
}
