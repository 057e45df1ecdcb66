import Testing

@testable import DemoServer

@Suite struct RefreshTests {
  @Test("a refresh gives a new pair, and the new access token works")
  func success() async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.refresh(stay.refreshToken)
      #expect(reply.status == 200)
      #expect(reply.json["refresh_token"]?.string != stay.refreshToken)
      let token = reply.json["access_token"]?.string
      #expect(token != stay.accessToken)
      #expect(await stay.visitor.modern("tools/list", token: token).status == 200)
    }
  }

  @Test("a refresh token that comes a second time kills the whole family")
  func reuse() async throws {
    try await Stay.with { stay in
      let next = await stay.visitor.refresh(stay.refreshToken).json
      let again = await stay.visitor.refresh(stay.refreshToken)
      #expect(again.status == 400)
      #expect(again.error == "invalid_grant")
      #expect(await stay.visitor.refresh(next["refresh_token"]?.string ?? "").error == "invalid_grant")
      #expect(await stay.visitor.modern("tools/list", token: next["access_token"]?.string).status == 401)
    }
  }

  @Test(
    "a refresh that is refused for its parameters leaves the token good",
    arguments: [
      ("resource", nil, "invalid_target"), ("resource", "https://example.com/", "invalid_target"),
      ("scope", "tools:read notes:write", "invalid_scope"), ("refresh_token", nil, "invalid_request"),
      ("client_id", "nobody", "invalid_client"),
    ] as [(String, String?, String)])
  func refused(name: String, value: String?, error: String) async throws {
    try await Stay.with { stay in
      #expect(await stay.visitor.refresh(stay.refreshToken, [name: value]).error == error)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test("another client's refresh token is refused, and stays good for its owner")
  func foreign() async throws {
    try await Stay.with { stay in
      var stranger = Visitor(stay.server)
      await stranger.registered()
      #expect(await stranger.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test("a revoked refresh token takes its access token along")
  func revocation() async throws {
    try await Stay.with { stay in
      #expect(await stay.visitor.revoke(stay.refreshToken).status == 200)
      #expect(await stay.visitor.refresh(stay.refreshToken).error == "invalid_grant")
      #expect(await stay.visitor.modern("tools/list", token: stay.accessToken).status == 401)
    }
  }

  @Test("a revoked access token goes alone, and revoking something unknown is fine")
  func accessTokenRevocation() async throws {
    try await Stay.with { stay in
      #expect(await stay.visitor.revoke("unknown").status == 200)
      #expect(await stay.visitor.revoke(stay.accessToken).status == 200)
      #expect(await stay.visitor.modern("tools/list", token: stay.accessToken).status == 401)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }

  @Test("an access token expires when the server's clock has moved past its lifetime")
  func expiry() async throws {
    try await Stay.with(.init(accessTokenLifetime: 100, consent: .allow)) { stay in
      stay.server.advanceClock(by: 98)
      #expect(await stay.visitor.modern("tools/list", token: stay.accessToken).status == 200)
      stay.server.advanceClock(by: 3)
      let reply = await stay.visitor.modern("tools/list", token: stay.accessToken)
      #expect(reply.status == 401)
      #expect(reply.header("www-authenticate")?.contains("error=\"invalid_token\"") == true)
      #expect(await stay.visitor.refresh(stay.refreshToken).status == 200)
    }
  }
}
