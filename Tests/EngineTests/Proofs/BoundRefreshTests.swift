import DemoServer
import FoundationEssentials
import HTTP
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// Refreshes of logins whose tokens are bound to a key (RFC 9449 §5).
@Suite(.timeLimit(.minutes(1))) struct BoundRefreshTests {
  @Test("a cold process refreshes with the key of the login")
  func cold() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      let transport = world.recorder()
      _ = try await world.addBound("demo", nil, world.manager(transport: transport))
      let cold = world.manager(registry: try world.secondRegistry(), transport: transport)
      #expect(try await cold.refresh("demo", account: nil).generation == 2)
      #expect(try await cold.refresh("demo", account: nil).isBound)
      let proofs = Self.tokenRequests(world, transport).compactMap { SentProof($0) }
      #expect(proofs.count == 3 && Set(proofs.map(\.x)).count == 1)
      #expect(Set(proofs.map(\.claims.jti)).count == 3)
      #expect(proofs.allSatisfy { $0.claims.ath == nil && $0.claims.htm == "POST" })
      #expect(proofs.allSatisfy { $0.claims.htu == world.tokenEndpoint })
      #expect(proofs.allSatisfy { $0.claims.iat == Int(world.clock.now.timeIntervalSince1970) })
    }
  }

  @Test("the demo server refuses the refresh token beside another key")
  func otherKey() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      let grant = try await world.add()
      let manager = world.manager()
      let login = try manager.refreshing.opened(grant, manager.keyRing.dataKeys())
      let other = manager.exchanges.proofs(with: manager.exchanges.newDPoPKey(), for: .authorizationServer)
      let bare = TokenRequest.refresh(
        try #require(login.refreshToken), resource: grant.resource, client: login.clients[0], at: login.tokenEndpoint)
      #expect(try await world.transport.send(#require(other).proved(bare)).status == 400)
      #expect(try await world.transport.send(bare).status == 400)
      #expect(try await manager.refresh("demo", account: nil).generation == 2)
    }
  }

  @Test(
    "a demand for a nonce costs one request more and spends nothing",
    arguments: [Behaviour.dpopNonces, .dpopRotatingNonces])
  func nonce(behaviour: Behaviour) async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, behaviour])) { world in
      try await world.add()
      world.server.clearRequests()
      let cold = world.manager(registry: try world.secondRegistry())
      #expect(try await cold.refresh("demo", account: nil).generation == 2)
      #expect(world.server.requests().map(\.status) == [400, 200])
      #expect(try world.registry.intent(of: world.grant()) == nil)
      let told = world.notices.all.compactMap { notice -> Int? in
        if case .exchange(.post, let url, let status) = notice, url == world.tokenEndpoint { status } else { nil }
      }
      #expect(told.suffix(2) == [400, 200])
      // What the process has learned serves its next request.
      #expect(try await cold.refresh("demo", account: nil).generation == 3)
      #expect(world.server.requests().map(\.status) == [400, 200, 200])
    }
  }

  @Test("a second demand is tried again later, and condemns nothing")
  func demandedTwice() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let place = "POST \(world.tokenEndpoint)"
      let transport = world.recorder([
        (place, BoundLoginTests.demand("n1")), (place, BoundLoginTests.demand("n2")),
      ])
      let error = await failure {
        try await world.manager(transport: transport).refresh("demo", account: nil)
      }
      guard case .oauth(.refused(let refusal), _) = error else {
        Issue.record("\(error.name)")
        return
      }
      #expect(refusal.code == "use_dpop_nonce")
      #expect(Self.tokenRequests(world, transport).compactMap { SentProof($0)?.claims.nonce } == ["n1"])
      #expect(Self.tokenRequests(world, transport).count == 2 && world.refreshes == 0)
      let grant = try world.grant()
      #expect(grant.state == .active && grant.failures.last == "proof_rejected" && grant.failures.nextAttemptAt != nil)
      #expect(try world.registry.intent(of: grant) == nil)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("both requests share one deadline")
  func deadline() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let place = "POST \(world.tokenEndpoint)"
      let script = ScriptedTransport([(place, BoundLoginTests.demand("n1"))], others: world.transport)
      let slow = SlowTransport(wrapped: script) { world.clock.advance(by: 20) }
      _ = try await world.manager(transport: slow).refresh("demo", account: nil)
      #expect(Self.tokenRequests(world, script).map(\.deadline) == [.seconds(30), .seconds(10)])
    }
  }

  @Test("a clock that is wrong for hours condemns nothing, and is all that is wrong")
  func clock() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      world.clock.advance(by: 7200)
      for _ in 0..<4 {
        let error = await failure { try await world.manager().refresh("demo", account: nil) }
        guard case .oauth(.refused(let refusal), _) = error else {
          Issue.record("\(error.name)")
          return
        }
        #expect(refusal.code == "invalid_dpop_proof")
        world.clock.advance(by: 1800)
      }
      let grant = try world.grant()
      #expect(grant.state == .active)
      let condition = try GrantCondition(world.registry.server("demo"), grant, now: world.clock.now)
      guard case .retrying("proof_rejected", _) = condition else {
        Issue.record("\(condition)")
        return
      }
      world.clock.setWallClock(ManualClock.start)
      #expect(try await world.manager().refresh("demo", account: nil).generation == 2)
    }
  }

  @Test("a token whose answer was lost is sent again with a proof of its own")
  func replays() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired, .rotationGrace])) { world in
      try await world.add()
      world.server.plan([PlannedFault(.refresh, .dropAfter)])
      let transport = world.recorder()
      let manager = world.manager(transport: transport, timeFlies: true)
      #expect(try await manager.refresh("demo", account: nil).generation == 2)
      let proofs = Self.tokenRequests(world, transport).compactMap { SentProof($0) }
      #expect(proofs.count == 2 && Set(proofs.map(\.claims.jti)).count == 2)
      #expect(proofs[0].claims.iat < proofs[1].claims.iat)
    }
  }

  @Test("an answer with tokens that are no longer bound is not taken")
  func unbound() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let bearer = #"{"access_token":"bearer-of-somebody","token_type":"Bearer","expires_in":3600}"#
      let transport = world.recorder([("POST \(world.tokenEndpoint)", .json(bearer))])
      let manager = world.manager(transport: transport, timeFlies: true)
      let grant = try await manager.refresh("demo", account: nil)
      #expect(Self.tokenRequests(world, transport).count == 2 && grant.isBound)
      #expect(try manager.keyRing.openAccess(grant).exposed != "bearer-of-somebody")
    }
  }

  @Test("of such an answer the new refresh token is kept, bound as before, and the old one is not sent again")
  func unboundRotation() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.dpopRequired])) { world in
      try await world.add()
      let bearer = #"{"access_token":"bearer-of-somebody","token_type":"Bearer","refresh_token":"rt_next"}"#
      let transport = world.recorder([("POST \(world.tokenEndpoint)", .json(bearer))])
      let manager = world.manager(transport: transport, timeFlies: true)
      #expect(await failure { try await manager.refresh("demo", account: nil) }.name == "answerUnusable")
      let grant = try world.grant()
      #expect(Self.tokenRequests(world, transport).count == 1)
      #expect(grant.isBound && grant.generation == 2 && !grant.hasAccessToken)
      #expect(try world.registry.refreshToken(of: grant, keys: manager.keyRing.dataKeys())?.exposed == "rt_next")
    }
  }

  static func tokenRequests(_ world: TestWorld, _ transport: ScriptedTransport) -> [HTTPRequest] {
    transport.requests.filter { $0.url.raw == world.tokenEndpoint }
  }

  /// Time passes with each request.
  private struct SlowTransport: HTTPTransport {
    let wrapped: ScriptedTransport
    let pass: @Sendable () -> Void

    func exchange<Receiver: HTTPResponseReceiver>(
      _ request: HTTPRequest, into receiver: Receiver
    ) async throws(TransportError) -> Receiver {
      let received = try await wrapped.exchange(request, into: receiver)
      pass()
      return received
    }
  }
}
