import Testing

@testable import DemoServer
@testable import LoopbackHTTP

@Suite struct FaultTests {
  @Test(
    "a fault that prevents the request leaves the refresh token good",
    arguments: [
      (Fault.internalError, 500), (.unavailable(retryAfter: 7), 503), (.tooManyRequests(retryAfter: 7), 429),
      (.html, 200), (.emptyRefusal, 400), (.invalidGrant, 400), (.invalidClient, 401), (.dropBefore, nil),
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

  @Test("a lost answer has spent the refresh token", arguments: [Fault.dropAfter, .truncated])
  func lost(fault: Fault) async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, fault)])
      let spoiled = await stay.visitor.refresh(stay.refreshToken)
      #expect(!spoiled.isWhole)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(stay.server.requests().contains { $0.fault == fault.name })
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

  @Test("a slow answer is late on real time")
  func slow() async throws {
    try await Stay.with { stay in
      stay.server.plan([PlannedFault(.refresh, .slow(seconds: 0.3))])
      let clock = ContinuousClock()
      let duration = await clock.measure { _ = await stay.visitor.refresh(stay.refreshToken) }
      #expect(duration >= .milliseconds(300))
    }
  }

  @Test("entries for one endpoint happen one after the other, and a code exchange is not a refresh")
  func order() {
    var plan = FaultPlan([
      PlannedFault(.refresh, .html, times: 2), PlannedFault(.token, .dropAfter), PlannedFault(.refresh, .dropBefore),
      PlannedFault(.metadata, .internalError, times: nil),
    ])
    let refresh = Self.call("grant_type=refresh_token")
    #expect(plan.take(for: refresh) == .html)
    #expect(plan.take(for: Self.call("grant_type=authorization_code")) == .dropAfter)
    #expect(plan.take(for: refresh) == .html)
    #expect(plan.take(for: refresh) == .dropBefore)
    #expect(plan.take(for: refresh) == nil)
    #expect(plan.entries == [PlannedFault(.metadata, .internalError, times: nil)])
  }

  private static func call(_ body: String) -> Call {
    Call(
      .init(
        method: "POST", target: Places.token,
        headers: [(name: "content-type", value: "application/x-www-form-urlencoded")], body: Array(body.utf8)))
  }

  @Test("every fault has a name of its own and can be planned by it", arguments: Fault.all)
  func names(fault: Fault) {
    #expect(Fault.all.filter { $0.name == fault.name } == [fault])
    #expect(Fault(name: fault.name) == fault)
    #expect(!fault.reason.isEmpty)
  }
}
