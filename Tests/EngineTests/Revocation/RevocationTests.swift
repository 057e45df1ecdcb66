import DemoServer
import FoundationEssentials
import HTTP
import MCP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RevocationTests {
  @Test("the refresh token is taken back first, and both are forgotten here")
  func order() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let tokens = try await world.manager().revoke("demo", account: nil)
      #expect(tokens.map(\.kind) == [.refreshToken, .accessToken])
      #expect(tokens.allSatisfy { !$0.isStillOut })
      let sent = world.server.requests().filter { $0.endpoint == "revocation" }
      #expect(sent.map { $0.parameters["token_type_hint"] } == ["refresh_token", "access_token"])
      #expect(sent.map(\.status) == [200, 200])
      let grant = try world.grant()
      #expect(grant.state == .revoked)
      #expect(!grant.hasAccessToken)
      #expect(!grant.hasRefreshToken)
      #expect(try world.registry.owedRevocations().isEmpty)
    }
  }

  @Test("a revoked login serves nothing, and a new login is possible")
  func afterwards() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().revoke("demo", account: nil)
      let manager = world.manager()
      for error in [
        await failure { try manager.storedToken("demo", account: nil, minimumValidity: nil) },
        await failure { try await manager.token("demo", account: nil, minimumValidity: nil) },
        await failure { try await manager.refresh("demo", account: nil) },
        await failure { try await CallTests.call(world, "add_numbers", ["a=1", "b=1"]) },
      ] { #expect(error.loginReason == .revoked) }
      let grant = try await manager.login("demo", account: nil, LoginOptions())
      #expect(grant.state == .active)
      #expect(try manager.storedToken("demo", account: nil, minimumValidity: nil) != nil)
    }
  }

  @Test("what an outage keeps from being revoked is owed, forgotten here, and delivered later")
  func queued() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.revocation, .unavailable(retryAfter: 300), times: 2)])
      let tokens = try await world.manager().revoke("demo", account: nil)
      #expect(tokens.allSatisfy { $0.isStillOut })
      let grant = try world.grant()
      #expect(grant.state == .revoked)
      #expect(!grant.hasRefreshToken)
      #expect(try world.registry.owedRevocations().map(\.kind) == [.refreshToken, .accessToken])
      world.advance(by: 299)
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 2)
      world.advance(by: 1)
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 0)
      let sent = world.server.requests().filter { $0.endpoint == "revocation" }
      #expect(sent.map(\.status) == [503, 503, 200, 200])
    }
  }

  @Test("a server that is gone leaves both tokens owed")
  func unreachable() async throws {
    try await TestWorld.run { world in
      try await world.add()
      await world.server.stop()
      let tokens = try await world.manager().revoke("demo", account: nil)
      #expect(tokens.allSatisfy { if case .queued(.transport) = $0.result { true } else { false } })
      #expect(try world.registry.owedRevocations().count == 2)
    }
  }

  @Test("a refusal is told and not repeated")
  func refused() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.revocation, .invalidClient, times: nil)])
      let tokens = try await world.manager().revoke("demo", account: nil)
      for token in tokens {
        guard case .refused(.refused(let refusal)) = token.result else {
          Issue.record("\(token)")
          return
        }
        #expect(refusal.code == "invalid_client")
      }
      #expect(tokens.count == 2)
      #expect(try world.registry.owedRevocations().isEmpty)
      #expect(try world.registry.events(limit: 2).map(\.kind) == [.revocationFailed, .revocationFailed])
    }
  }

  @Test("where the server offers no revocation the tokens are forgotten here and nothing is owed")
  func notSupported() async throws {
    try await TestWorld.run { world in
      try await Self.addWithoutRevocation(world)
      let tokens = try await world.manager().revoke("demo", account: nil)
      #expect(tokens.count == 2)
      #expect(tokens.allSatisfy { if case .notSupported = $0.result { true } else { false } })
      let grant = try world.grant()
      #expect(!grant.hasAccessToken)
      #expect(try world.registry.owedRevocations().isEmpty)
      #expect(!world.server.requests().contains { $0.endpoint == "revocation" })
    }
  }

  @Test("removing a server revokes first; what is owed outlives it")
  func remove() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.plan([PlannedFault(.revocation, .internalError, times: 2)])
      let tokens = try await world.manager().remove("demo", offline: false)
      #expect(tokens.count == 2)
      #expect(try world.registry.servers().isEmpty)
      #expect(try world.registry.owedRevocations().count == 2)
      world.advance(by: 3600)
      #expect(try await world.manager().refreshDue { _ in }.owedRevocations == 0)
      #expect(world.server.requests().filter { $0.endpoint == "revocation" }.map(\.status) == [500, 500, 200, 200])
    }
  }

  @Test("removing offline asks nobody, and a removed name can be used again")
  func removeOffline() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.clearRequests()
      let left = try await world.manager().remove("demo", offline: true)
      #expect(left.map(\.kind) == [.refreshToken, .accessToken] && left.allSatisfy { $0.account == "default" })
      let ends = left.map { if case .abandoned(let end) = $0.result { end } else { Date.distantPast } }
      #expect(ends == [nil, world.clock.now.addingTimeInterval(3600)])
      #expect(world.server.requests().isEmpty)
      #expect(try world.registry.owedRevocations().isEmpty)
      try await world.add()
      #expect(world.server.requests().count { $0.endpoint == "registration" } == 0)
    }
  }

  @Test("every account of a removed server is revoked")
  func removeAccounts() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().login("demo", account: "work", LoginOptions())
      #expect(try await world.manager().remove("demo", offline: false).count == 4)
      #expect(world.server.requests().count { $0.endpoint == "revocation" } == 4)
    }
  }

  /// Logs in at a server whose metadata names no revocation endpoint.
  private static func addWithoutRevocation(_ world: TestWorld) async throws {
    let issuer = try #require(WebURL(world.server.issuer)), url = try #require(WebURL(world.server.mcpURL))
    let place = "\(issuer.origin)/.well-known/oauth-authorization-server\(issuer.path)"
    let document = try await world.transport.send(.json(try #require(WebURL(place))))
    var members = try #require(try JSONValue.parse(String(decoding: document.body, as: UTF8.self)).objectValue)
    members["revocation_endpoint"] = nil
    let transport = ScriptedTransport(
      [("GET \(place)", .json(JSONValue.object(members).text()))], others: world.transport)
    _ = try await world.manager(transport: transport).add(
      url, name: "demo", account: nil, login: true, LoginOptions())
  }
}
