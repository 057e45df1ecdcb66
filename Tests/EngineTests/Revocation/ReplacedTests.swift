import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// What becomes of the login that a new one replaces.
@Suite(.timeLimit(.minutes(1))) struct ReplacedTests {
  static func fates(_ world: TestWorld) -> [String] {
    world.notices.all.compactMap { notice -> String? in
      guard case .revokedReplaced("demo", _, let fate) = notice else { return nil }
      return String("\(fate)".prefix { $0 != "(" })
    }
  }

  static func revocations(_ world: TestWorld) -> [String?] {
    world.server.requests().filter { $0.endpoint == "revocation" }.map { $0.parameters["token_type_hint"] }
  }

  @Test("the old tokens are revoked once the new ones are stored and proven, and the new ones are proven again")
  func revoked() async throws {
    try await TestWorld.run { world in
      let old = try await world.add()
      world.server.clearRequests()
      let new = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(new.generation == old.generation + 1)
      #expect(Self.revocations(world) == ["refresh_token", "access_token"])
      #expect(Self.fates(world) == ["revoked"])
      let order = world.server.requests().map(\.endpoint).filter { ["token", "mcp", "revocation"].contains($0) }
      let first = try #require(order.firstIndex(of: "revocation"))
      let last = try #require(order.lastIndex(of: "revocation"))
      #expect(order[..<first].contains("token") && order[..<first].last == "mcp")
      #expect(order[(last + 1)...].contains("mcp"))
      #expect(try world.registry.owedRevocations().isEmpty)
      #expect(try world.registry.events(limit: 2).map(\.kind) == [.revoked, .revoked])
      #expect(try await world.manager().refresh("demo", account: nil).generation == new.generation + 1)
    }
  }

  @Test("a login that is given up revokes nothing")
  func givenUp() async throws {
    try await TestWorld.run { world in
      try await world.add()
      world.server.setConsent(.deny)
      _ = await failure { try await world.manager().login("demo", account: nil, LoginOptions()) }
      #expect(Self.revocations(world).isEmpty)
      #expect(try world.registry.owedRevocations().isEmpty)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("an outage leaves it owed, and that is told; what was refused is told in the server's words")
  func notNow() async throws {
    for (fault, fate, owed) in [(Fault.unavailable(retryAfter: nil), "owed", 2), (.invalidClient, "refused", 0)] {
      try await TestWorld.run { world in
        try await world.add()
        world.server.plan([PlannedFault(.revocation, fault, times: nil)])
        _ = try await world.manager().login("demo", account: nil, LoginOptions())
        #expect(Self.fates(world) == [fate])
        #expect(try world.registry.owedRevocations().count == owed)
        if fate == "refused" {
          #expect(try world.registry.events(limit: 2).allSatisfy { $0.kind == .revocationFailed && $0.detail != nil })
        }
      }
    }
  }

  @Test("where another login was made with the same client, the old tokens are left to expire")
  func sharedClient() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().login("demo", account: "work", LoginOptions())
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.revocations(world).isEmpty && Self.fates(world).isEmpty)
      // Revoked, the other one is no reason any more.
      _ = try await world.manager().revoke("demo", account: "work")
      world.server.clearRequests()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.revocations(world).count == 2)
    }
  }

  @Test("a revoked login owes nothing more")
  func alreadyRevoked() async throws {
    try await TestWorld.run { world in
      try await world.add()
      _ = try await world.manager().revoke("demo", account: nil)
      world.server.clearRequests()
      _ = try await world.manager().login("demo", account: nil, LoginOptions())
      #expect(Self.revocations(world).isEmpty)
    }
  }

  /// A server that knows one grant only for a person and a client, and ends it with any of its tokens.
  private struct OneGrantOnly: HTTPTransport {
    let world: TestWorld

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      let answer = try await world.transport.exchange(request, into: receiver)
      if request.url.path.hasSuffix("/void") { world.server.revokeAll() }
      return answer
    }
  }

  /// A server that is busy once it has revoked a token.
  private struct BusyAfterwards: HTTPTransport {
    let world: TestWorld

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      let answer = try await world.transport.exchange(request, into: receiver)
      if request.url.path.hasSuffix("/void") {
        world.server.plan([PlannedFault(.mcp, .unavailable(retryAfter: nil), times: nil)])
      }
      return answer
    }
  }

  @Test("an outage after the revocation says nothing about a login that was proven before")
  func outage() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let grant = try await world.manager(transport: BusyAfterwards(world: world)).login(
        "demo", account: nil, LoginOptions())
      #expect(grant.state == .active && Self.fates(world) == ["revoked"])
      #expect(try world.registry.quirks(of: world.server.issuer).revocationEndsAll == nil)
    }
  }

  @Test("a server that ends the new login together with the old one is told of, and not asked again")
  func endsAll() async throws {
    try await TestWorld.run { world in
      try await world.add()
      let manager = world.manager(transport: OneGrantOnly(world: world))
      let error = await failure { try await manager.login("demo", account: nil, LoginOptions()) }
      guard case .notProven("demo", .loginRequired) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(
        world.notices.all.contains { if case .revocationEndedAll("demo", _) = $0 { true } else { false } })
      #expect(try world.registry.quirks(of: world.server.issuer).revocationEndsAll == true)
      // The same again, and it lives.
      world.server.clearRequests()
      world.notices.clear()
      let grant = try await manager.login("demo", account: nil, LoginOptions())
      #expect(grant.state == .active && Self.revocations(world).isEmpty)
      #expect(try await manager.refresh("demo", account: nil).generation == grant.generation + 1)
    }
  }
}
