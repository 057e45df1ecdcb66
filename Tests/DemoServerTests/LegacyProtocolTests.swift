import Testing

@testable import DemoServer

@Suite struct LegacyProtocolTests {
  /// A session that is ready, at the endpoint of the token.
  private func session(_ stay: Stay) async -> String {
    let reply = await stay.visitor.legacy("initialize", Visitor.initialize, token: stay.accessToken, version: nil)
    let session = reply.header("mcp-session-id") ?? ""
    let ready = await stay.visitor.legacy(
      "notifications/initialized", id: nil, token: stay.accessToken, session: session)
    #expect(ready.status == 202)
    return session
  }

  @Test(
    "initialize agrees on a version the server has",
    arguments: [("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"), ("2024-11-05", "2025-11-25")])
  func version(requested: String, agreed: String) async throws {
    try await Stay.with { stay in
      let params: JSON = ["protocolVersion": .string(requested), "capabilities": [:]]
      let reply = await stay.visitor.legacy("initialize", params, token: stay.accessToken, version: nil)
      #expect(reply.status == 200)
      #expect(reply.json["result"]?["protocolVersion"] == .string(agreed))
    }
  }

  @Test("a session lists and calls tools until it is deleted, and is unknown after that")
  func life() async throws {
    try await Stay.with { stay in
      let session = await session(stay)
      let listed = await stay.visitor.legacy("tools/list", token: stay.accessToken, session: session)
      #expect(listed.json["result"]?["tools"]?.array?.count == 4)
      #expect(listed.json["result"]?["resultType"] == nil)
      let called = await stay.visitor.legacy(
        "tools/call", ["name": "add_numbers", "arguments": ["a": 1, "b": 2]], token: stay.accessToken,
        session: session)
      #expect(called.json["result"]?["structuredContent"]?["sum"] == 3)
      let headers = Visitor.legacyHeaders(stay.accessToken, session, "2025-11-25")
      #expect(await RawClient.send("GET", stay.server.mcpURL, headers: headers).status == 405)
      #expect(await RawClient.send("DELETE", stay.server.mcpURL, headers: headers).status == 200)
      let after = await stay.visitor.legacy("tools/list", token: stay.accessToken, session: session)
      #expect(after.status == 404)
    }
  }

  @Test("after initialize the version header is required and must be the agreed one")
  func versionHeader() async throws {
    try await Stay.with { stay in
      let session = await session(stay)
      for version in [nil, "2025-06-18", "2026-07-28"] {
        let reply = await stay.visitor.legacy(
          "tools/list", token: stay.accessToken, session: session, version: version)
        #expect(reply.status == 400)
      }
    }
  }

  @Test("nothing but ping is answered before the client says that it is initialized")
  func handshake() async throws {
    try await Stay.with { stay in
      let opened = await stay.visitor.legacy("initialize", Visitor.initialize, token: stay.accessToken)
      let session = opened.header("mcp-session-id")
      let early = await stay.visitor.legacy("tools/list", token: stay.accessToken, session: session)
      #expect(early.status == 400)
      let ping = await stay.visitor.legacy("ping", token: stay.accessToken, session: session)
      #expect(ping.json["result"] == [:])
    }
  }

  @Test("sessions that the server has forgotten are 404")
  func forgotten() async throws {
    try await Stay.with { stay in
      let session = await session(stay)
      stay.server.forgetSessions()
      #expect(await stay.visitor.legacy("ping", token: stay.accessToken, session: session).status == 404)
    }
  }

  @Test("the session-based endpoint answers a stateless request with Missing session ID, and initialize with events")
  func classic() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server, resource: server.legacyMCPURL)
      await visitor.registered()
      let token = await visitor.exchange(await visitor.code()).json["access_token"]?.string
      for method in ["server/discover", "tools/call"] {
        let refused = await visitor.modern(method, token: token)
        #expect(refused.status == 400)
        #expect(refused.json["error"]?["code"] == -32600)
        #expect(refused.json["error"]?["message"]?.string?.contains("Missing session ID") == true)
        #expect(refused.json["id"] == "server-error")
      }
      let opened = await visitor.legacy("initialize", Visitor.initialize, token: token, version: nil)
      #expect(opened.header("content-type") == "text/event-stream")
      #expect(opened.events.first?["result"]?["protocolVersion"] == "2025-11-25")
    }
  }
}
