import Testing

@testable import DemoServer

/// What deployed token endpoints do otherwise than the rules have it.
@Suite struct TokenQuirkTests {
  private func stay(
    _ behaviours: Set<Behaviour>, scope: String? = nil, _ body: (Stay) async throws -> Void
  ) async throws {
    try await Stay.with(.init(consent: .allow, behaviours: behaviours), scope: scope, body)
  }

  private func works(_ token: String?, _ stay: Stay) async -> Bool {
    await stay.visitor.modern("tools/list", token: token).status == 200
  }

  @Test("invalid_grant_with_401: for codes and refresh tokens, and for nothing else")
  func invalidGrantWith401() async throws {
    try await stay([.invalidGrantWith401]) { stay in
      for refused in [await stay.visitor.refresh("unknown"), await stay.visitor.exchange("unknown")] {
        #expect(refused.status == 401)
        #expect(refused.error == "invalid_grant")
      }
      #expect(await stay.visitor.refresh(stay.refreshToken, ["resource": nil]).status == 400)
    }
  }

  @Test("invalid_code: for a code only")
  func invalidCode() async throws {
    try await stay([.invalidCode]) { stay in
      #expect(await stay.visitor.exchange("unknown").error == "invalid_code")
      #expect(await stay.visitor.refresh("unknown").error == "invalid_grant")
    }
  }

  @Test("empty_refusals: 400 and nothing else")
  func emptyRefusals() async throws {
    try await stay([.emptyRefusals]) { stay in
      let refused = await stay.visitor.refresh("unknown")
      #expect(refused.status == 400)
      #expect(refused.body.isEmpty)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test("refusals_with_200: the error is in the body as ever")
  func refusalsWith200() async throws {
    try await stay([.refusalsWith200]) { stay in
      let refused = await stay.visitor.refresh("unknown")
      #expect(refused.status == 200)
      #expect(refused.error == "invalid_grant")
    }
  }

  @Test("no_refresh_tokens: the first answer has none")
  func noRefreshTokens() async throws {
    try await stay([.noRefreshTokens]) { stay in
      #expect(stay.refreshToken.isEmpty)
      #expect(await works(stay.accessToken, stay))
    }
  }

  @Test("no_rotation: the old refresh token stays good")
  func noRotation() async throws {
    try await stay([.noRotation]) { stay in
      for _ in 1...2 {
        let refreshed = await stay.visitor.refresh(stay.refreshToken)
        #expect(refreshed.status == 200)
        #expect(refreshed.json["refresh_token"] == nil)
      }
    }
  }

  @Test("rotation_revokes_access_tokens: the old access token is dead, the new one works")
  func rotationRevokes() async throws {
    try await stay([.rotationRevokesAccessTokens]) { stay in
      let refreshed = await stay.visitor.refresh(stay.refreshToken).json
      #expect(await !works(stay.accessToken, stay))
      #expect(await works(refreshed["access_token"]?.string, stay))
    }
    try await stay([]) { stay in
      _ = await stay.visitor.refresh(stay.refreshToken)
      #expect(await works(stay.accessToken, stay))
    }
  }

  @Test("reuse_keeps_family: the spent token is refused, the next one is not")
  func reuseKeepsFamily() async throws {
    try await stay([.reuseKeepsFamily]) { stay in
      let next = await stay.visitor.refresh(stay.refreshToken).json["refresh_token"]?.string ?? ""
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await stay.visitor.refresh(next).status == 200)
    }
  }

  @Test("refresh_wants_scope: a refresh that does not say the scope is refused, and spends nothing")
  func refreshWantsScope() async throws {
    try await stay([.refreshWantsScope], scope: "tools:read offline_access") { stay in
      for _ in 1...2 { #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_request") }
    }
  }

  @Test("refresh_narrows_scope: a refresh that does not say the scope brings the first scope alone")
  func refreshNarrowsScope() async throws {
    try await stay([.refreshNarrowsScope], scope: "tools:read offline_access") { stay in
      #expect(await stay.visitor.refresh(stay.refreshToken).json["scope"]?.string == "tools:read")
    }
  }

  @Test(
    "early_refresh_refused: a refresh is refused until a tenth of the access token's life is left, and costs nothing")
  func earlyRefresh() async throws {
    try await stay([.earlyRefreshRefused]) { stay in
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await stay.visitor.modern("tools/list", token: stay.accessToken).status == 200)
      stay.server.advanceClock(by: 280)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test("rotation_grace: the spent token is good for 30 seconds, and kills its family after that")
  func rotationGrace() async throws {
    try await stay([.rotationGrace]) { stay in
      let next = await stay.visitor.refresh(stay.refreshToken).json["refresh_token"]?.string ?? ""
      stay.server.advanceClock(by: 20)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
      stay.server.advanceClock(by: 10)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await stay.visitor.refresh(next).error == "invalid_grant")
    }
  }

  @Test("rapid_refresh_fails: a second later it goes on, with the same token")
  func rapidRefresh() async throws {
    var pace = RefreshPace()
    let asked: [(TokenStore.GrantID, Double)] = [(1, 10), (2, 10.5), (1, 10.9), (1, 11)]
    #expect(asked.map { pace.allows($0, now: $1) } == [true, true, false, true])
    try await stay([.rapidRefreshFails]) { stay in
      let next = await stay.visitor.refresh(stay.refreshToken).json["refresh_token"]?.string ?? ""
      stay.server.plan([PlannedFault(.refresh, .clockJump(seconds: -5))])
      #expect(await stay.visitor.refresh(next).status == 500)
      stay.server.advanceClock(by: 7)
      #expect(await stay.visitor.refresh(next).status == 200)
    }
  }

  @Test("code_replay_spares_tokens: only the code is refused")
  func codeReplay() async throws {
    for (behaviours, spared) in [([.codeReplaySparesTokens], true), ([], false)] as [(Set<Behaviour>, Bool)] {
      try await stay(behaviours) { stay in
        let code = await stay.visitor.code()
        let token = await stay.visitor.exchange(code).json["access_token"]?.string
        #expect(await stay.visitor.exchange(code).error == "invalid_grant")
        #expect(await works(token, stay) == spared)
      }
    }
  }

  @Test("no_expires_in, expires_in_text, scope_unsaid: answers that say less, or say it oddly")
  func answers() async throws {
    try await stay([.noExpiresIn, .scopeUnsaid]) { stay in
      let answer = await stay.visitor.refresh(stay.refreshToken).json
      #expect(answer["expires_in"] == nil)
      #expect(answer["scope"] == nil)
      #expect(answer["access_token"] != nil)
    }
    try await stay([.expiresInText]) { stay in
      #expect(await stay.visitor.refresh(stay.refreshToken).json["expires_in"] == "300")
    }
  }

  @Test("scopes_substituted: other scopes than those asked for are granted, said and used")
  func scopesSubstituted() async throws {
    try await stay([.scopesSubstituted], scope: "offline_access") { stay in
      let answer = await stay.visitor.refresh(stay.refreshToken).json
      #expect(answer["scope"] == "tools:read notes:write")
      #expect(await stay.visitor.call("add_note", ["text": "x"], token: stay.accessToken).status == 200)
    }
  }

  @Test("resource_ignored: with another resource or without any, and the token is good everywhere")
  func resourceIgnored() async throws {
    try await stay([.resourceIgnored]) { stay in
      let code = await stay.visitor.code(["resource": "https://example.com/"])
      let tokens = await stay.visitor.exchange(code, ["resource": nil]).json
      let refreshed = await stay.visitor.refresh(tokens["refresh_token"]?.string ?? "", ["resource": "x"]).json
      let token = refreshed["access_token"]?.string
      for url in [stay.server.mcpURL, stay.server.secondMCPURL] {
        #expect(await stay.visitor.call("who_am_i", token: token, at: url).status == 200)
      }
    }
  }

  @Test("resource_refused: in each request, and the token is good everywhere")
  func resourceRefused() async throws {
    try await stay([.resourceRefused]) { stay in
      let visitor = stay.visitor
      #expect(Visitor.callback(await visitor.authorize())["error"] == "invalid_target")
      let code = await visitor.code(["resource": nil])
      #expect(await visitor.exchange(code).error == "invalid_target")
      let tokens = await visitor.exchange(code, ["resource": nil]).json
      let refreshToken = tokens["refresh_token"]?.string ?? ""
      #expect(await visitor.refresh(refreshToken).error == "invalid_target")
      let token = await visitor.refresh(refreshToken, ["resource": nil]).json["access_token"]?.string
      #expect(await visitor.call("who_am_i", token: token, at: stay.server.secondMCPURL).status == 200)
    }
  }

  @Test("offline_access_unknown: not listed, and a request with it is refused")
  func offlineAccessUnknown() async throws {
    try await stay([.offlineAccessUnknown]) { stay in
      #expect(!stay.refreshToken.isEmpty)
      #expect(await stay.visitor.metadata()["scopes_supported"]?.strings?.contains("offline_access") == false)
      let refused = Visitor.callback(await stay.visitor.authorize(["scope": "tools:read offline_access"]))
      #expect(refused["error"] == "invalid_scope")
    }
  }

  @Test("refresh_needs_offline_access: only who asks for it gets a refresh token")
  func refreshNeedsOfflineAccess() async throws {
    try await stay([.refreshNeedsOfflineAccess]) { stay in #expect(stay.refreshToken.isEmpty) }
    try await stay([.refreshNeedsOfflineAccess], scope: "tools:read offline_access") { stay in
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }
}
