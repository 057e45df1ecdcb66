import Testing

@testable import DemoServer

@Suite struct EndpointVariantTests {
  @Test("endpoint_redirected: a POST is sent on to the same path with a slash, where the server is")
  func redirected() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.endpointRedirected])) { stay in
      let reply = await stay.visitor.call("who_am_i", token: nil, at: stay.server.openMCPURL)
      #expect(reply.status == 307 && reply.header("location") == "/open/mcp/")
      let there = await stay.visitor.call("who_am_i", token: nil, at: stay.server.openMCPURL + "/")
      #expect(there.status == 200)
    }
  }

  @Test("sticky_sessions: a session is found by the cookie that came with it")
  func sticky() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.stickySessions])) { stay in
      let reply = await stay.visitor.legacy("initialize", Visitor.initialize, token: stay.accessToken, version: nil)
      let cookie = reply.header("set-cookie")?.prefix { $0 != ";" }
      var headers = Visitor.legacyHeaders(stay.accessToken, reply.header("mcp-session-id"), "2025-11-25")
      let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
      #expect(await RawClient.send("POST", stay.server.mcpURL, headers: headers, body: ping).status == 404)
      headers["Cookie"] = cookie.map(String.init)
      #expect(await RawClient.send("POST", stay.server.mcpURL, headers: headers, body: ping).status == 200)
    }
  }

  @Test("events_unended: the blank line behind an event is left out")
  func unended() async throws {
    try await Stay.server(.init(consent: .allow, behaviours: [.eventsUnended])) { server in
      var visitor = Visitor(server, resource: server.legacyMCPURL)
      await visitor.registered()
      let token = await visitor.exchange(await visitor.code()).json["access_token"]?.string
      let reply = await visitor.legacy("initialize", Visitor.initialize, token: token, version: nil)
      #expect(reply.text.hasSuffix("}\n") && !reply.text.hasSuffix("\n\n"))
    }
  }

  @Test("visits_demanded: a call is refused with the page to visit")
  func visits() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.visitsDemanded])) { stay in
      let error = await stay.visitor.call("who_am_i", token: stay.accessToken).json["error"]
      #expect(error?["code"] == -32042)
      #expect(error?["data"]?["elicitations"]?.array?.first?["mode"] == "url")
    }
  }

  @Test("insufficient_scope_for_expired: a token that is over is told to lack the scope, another one is not")
  func expired() async throws {
    try await Stay.with(.init(consent: .allow, behaviours: [.insufficientScopeForExpired])) { stay in
      #expect(await stay.visitor.call("who_am_i", token: "wrong").status == 401)
      stay.server.expireAccessTokens()
      let refused = await stay.visitor.call("who_am_i", token: stay.accessToken)
      #expect(refused.status == 403)
      #expect(refused.header("www-authenticate")?.contains("insufficient_scope") == true)
    }
  }
}
