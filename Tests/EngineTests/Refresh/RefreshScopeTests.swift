import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// RFC 6749 §6 lets a refresh leave the scope out. Some servers want it said all the same, and some give less without it.
@Suite(.timeLimit(.minutes(1))) struct RefreshScopeTests {
  @Test("a refresh that is refused for want of the scope is made once more with it, and from then on at once")
  func wanted() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.refreshWantsScope])) {
      world in
      let grant = try await world.add()
      let scope = try #require(grant.grantedScope?.description)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
      #expect(Self.scopes(world) == [nil, scope])
      #expect(try world.registry.quirks(of: world.server.issuer).refreshNeedsScope == true)
      world.server.clearRequests()
      #expect(try await world.manager().refresh("demo", account: nil).generation == 3)
      #expect(Self.scopes(world) == [scope])
    }
  }

  @Test("nothing is learned where saying the scope helps nothing, and the login lives")
  func vain() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let place = try #require(WebURL(world.server.issuer))
      let refusal = ScriptedTransport.Answer.json(#"{"error": "invalid_request"}"#, status: 400)
      let network = ScriptedTransport(
        [("POST \(place.raw)/mint", refusal), ("POST \(place.raw)/mint", refusal)], others: world.transport)
      let error = await failure { try await world.manager(transport: network).refresh("demo", account: nil) }
      #expect(error.name == "oauth" && network.unused.isEmpty)
      #expect(try world.registry.quirks(of: world.server.issuer).refreshNeedsScope == nil)
      #expect(try world.grant().state == .active)
    }
  }

  @Test("a refresh that comes back with less scope is told")
  func narrowed() async throws {
    try await TestWorld.run(.init(accessTokenLifetime: 3600, consent: .allow, behaviours: [.refreshNarrowsScope])) {
      world in
      let before = try #require(try await world.add().grantedScope?.tokens)
      let after = try #require(try await world.manager().refresh("demo", account: nil).grantedScope?.tokens)
      #expect(after == [before[0]])
      #expect(
        world.notices.all.contains {
          if case .scopeNarrowed("demo", let lost) = $0 { lost.tokens == Array(before.dropFirst()) } else { false }
        })
    }
  }

  private static func scopes(_ world: TestWorld) -> [String?] {
    world.server.requests().filter { $0.parameters["grant_type"] == "refresh_token" }.map { $0.parameters["scope"] }
  }
}
