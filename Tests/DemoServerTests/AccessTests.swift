import Testing

@testable import DemoServer

@Suite struct AccessTests {
  @Test("a token works at the resource it is for and at no other")
  func audience() async throws {
    try await Stay.with { stay in
      #expect(await stay.visitor.call("who_am_i", token: stay.accessToken).status == 200)
      let elsewhere = await stay.visitor.call("who_am_i", token: stay.accessToken, at: stay.server.secondMCPURL)
      #expect(elsewhere.status == 401)
      #expect(elsewhere.header("www-authenticate")?.contains("error=\"invalid_token\"") == true)
    }
  }

  @Test("the open endpoint needs no token")
  func open() async throws {
    try await Stay.server { server in
      let reply = await Visitor(server).call("who_am_i", token: nil, at: server.openMCPURL)
      #expect(reply.json["result"]?["structuredContent"]?["subject"] == "anyone")
    }
  }

  @Test("a tool that needs more is refused with the scope it needs, and works after a login with that scope")
  func stepUp() async throws {
    try await Stay.with { stay in
      let refused = await stay.visitor.call("add_note", ["text": "hello"], token: stay.accessToken)
      #expect(refused.status == 403)
      let challenge = refused.header("www-authenticate") ?? ""
      #expect(challenge.contains("error=\"insufficient_scope\""))
      #expect(challenge.contains("scope=\"notes:write\""))
    }
    try await Stay.with(scope: "tools:read notes:write") { stay in
      let added = await stay.visitor.call("add_note", ["text": "hello"], token: stay.accessToken)
      #expect(added.json["result"]?["isError"] == false)
      let listed = await stay.visitor.call("list_notes", token: stay.accessToken)
      #expect(listed.json["result"]?["structuredContent"]?["notes"] == ["hello"])
    }
  }

  @Test("a registered scope is what a request without scope means, and does not limit a request with one")
  func registeredScope() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered(["scope": "tools:read offline_access"])
      let tokens = await visitor.exchange(await visitor.code()).json
      #expect(tokens["scope"] == "tools:read offline_access")
      let more = await visitor.exchange(await visitor.code(["scope": "tools:read notes:write"])).json
      #expect(more["scope"] == "tools:read notes:write")
    }
  }

  @Test("a token without the basic scope is refused with it")
  func basicScope() async throws {
    try await Stay.with(scope: "notes:write") { stay in
      let reply = await stay.visitor.call("who_am_i", token: stay.accessToken)
      #expect(reply.status == 403)
      #expect(reply.header("www-authenticate")?.contains("scope=\"tools:read\"") == true)
    }
  }

  @Test("who_am_i names the person, the client and the scopes")
  func whoAmI() async throws {
    try await Stay.server { server in
      server.setConsent(.allow, subject: "grace")
      var visitor = Visitor(server)
      await visitor.registered()
      let token = await visitor.exchange(await visitor.code()).json["access_token"]?.string
      let said = await visitor.call("who_am_i", token: token).json["result"]?["structuredContent"]
      #expect(said == ["subject": "grace", "client_id": .string(visitor.clientID), "scopes": ["tools:read"]])
    }
  }

  @Test("a web page's request is refused")
  func origin() async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.modern(
        "tools/list", token: stay.accessToken, headers: ["Origin": "https://example.com"])
      #expect(reply.status == 403)
    }
  }
}
