import Testing

@testable import DemoServer

@Suite struct FaultTests {
  @Test(
    "a fault that prevents the request leaves the refresh token good",
    arguments: [
      (Fault.internalError, 500), (.badGateway, 502), (.unavailable(retryAfter: 7), 503),
      (.tooManyRequests(retryAfter: 7), 429), (.html, 200), (.emptyRefusal, 400), (.invalidGrant, 400),
      (.invalidClient, 401), (.dropBefore, nil),
    ] as [(Fault, Int?)])
  func prevented(fault: Fault, status: Int?) async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, fault)])
      let spoiled = await stay.visitor.refresh(stay.refreshToken)
      #expect(spoiled.status == status)
      #expect(spoiled.json["access_token"] == nil)
      if status == 503 || status == 429 { #expect(spoiled.header("retry-after") == "7") }
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test(
    "a lost answer has spent the refresh token",
    arguments: [
      (Fault.dropAfter, nil), (.truncated, 200), (.cutAfterHead, 200), (.cutJSON, 200), (.internalErrorAfter, 500),
      (.gatewayTimeout, 504), (.unavailableAfter(retryAfter: nil), 503),
    ] as [(Fault, Int?)])
  func lost(fault: Fault, status: Int?) async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, fault)])
      let spoiled = await stay.visitor.refresh(stay.refreshToken)
      #expect(spoiled.status == status)
      #expect(JSON.parse(spoiled.body) == nil)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(stay.server.requests().contains { $0.fault == fault.name })
    }
  }

  @Test(
    "a broken connection shows: the answer is shorter than it says",
    arguments: [(Fault.truncated, false), (.cutAfterHead, false), (.cutJSON, true)])
  func broken(fault: Fault, isWhole: Bool) async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, fault)])
      let spoiled = await stay.visitor.refresh(stay.refreshToken)
      #expect(spoiled.isWhole == isWhole)
      #expect(spoiled.body.isEmpty == (fault == .cutAfterHead))
    }
  }

  @Test("a refresh without a new refresh token leaves the old one good")
  func notRotated() async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, .noRefreshToken, times: 2)])
      for _ in 0..<2 {
        let reply = await stay.visitor.refresh(stay.refreshToken)
        #expect(reply.json["access_token"] != nil)
        #expect(reply.json["refresh_token"] == nil)
      }
      #expect(await stay.visitor.refresh(stay.refreshToken).json["refresh_token"] != nil)
    }
  }

  @Test("a token answer can be without a lifetime, and metadata can name another issuer")
  func altered() async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.token, .noExpiresIn), PlannedFault(.metadata, .wrongIssuer)])
      #expect(await stay.visitor.refresh(stay.refreshToken).json["expires_in"] == nil)
      let url = stay.server.mcpURL.replacing(
        "/tools/mcp", with: "/.well-known/oauth-authorization-server/realm/demo")
      #expect(await RawClient.send("GET", url).json["issuer"] != .string(stay.server.issuer))
      #expect(await RawClient.send("GET", url).json["issuer"] == .string(stay.server.issuer))
    }
  }

  @Test("a slow answer is late on real time, before or after the request was acted on")
  func slow() async throws {
    try await Stay.with { stay in
      let clock = ContinuousClock()
      var token = stay.refreshToken
      for fault in [Fault.slow(seconds: 0.3), .slowAnswer(seconds: 0.3)] {
        stay.server.plan([PlannedFault(.refresh, fault)])
        let start = clock.now
        token = await stay.visitor.refresh(token).json["refresh_token"]?.string ?? ""
        #expect(clock.now - start >= .milliseconds(300))
      }
      #expect(!token.isEmpty)
    }
  }

  @Test("clients_forgotten: every registration is gone when the request is acted on")
  func clientsForgotten() async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, .clientsForgotten)])
      for _ in 0..<2 { #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_client") }
    }
  }

  @Test("sessions_forgotten: an open session is gone when the request is acted on")
  func sessionsForgotten() async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.mcp, .sessionsForgotten)])
      let reply = await stay.visitor.call("who_am_i", token: stay.accessToken)
      #expect(reply.status == 200)
    }
  }

  @Test("clock_jump: the server's clock is another one from then on, forward and back", arguments: [7200.0, -7200])
  func clockJump(seconds: Double) async throws {
    try await Stay.with { stay in
      let before = stay.server.now
      stay.server.plan([PlannedFault(.mcp, .clockJump(seconds: seconds))])
      let status = await stay.visitor.modern("tools/list", token: stay.accessToken).status
      #expect(status == (seconds > 0 ? 401 : 200))
      #expect(abs(stay.server.now - before - seconds) < 60)
    }
  }

  @Test("docs/demo-server.md has the list as it is, in its order")
  func documented() throws {
    #expect(try DocumentedRows.under("## Faults") == Fault.all.map { "| `\($0.name)` | \($0.reason) |" })
  }

  @Test("every fault has a name of its own and can be planned by it", arguments: Fault.all)
  func names(fault: Fault) {
    #expect(Fault.all.filter { $0.name == fault.name } == [fault])
    #expect(Fault(name: fault.name) == fault)
    #expect(!fault.reason.isEmpty)
  }
}
