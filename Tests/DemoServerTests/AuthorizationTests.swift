import Testing

@testable import DemoServer

@Suite struct AuthorizationTests {
  @Test("an allowed request comes back with a code, the state unchanged, and the issuer")
  func allowed() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let reply = await visitor.authorize()
      #expect(reply.status == 302)
      #expect(reply.header("location")?.hasPrefix(Visitor.redirectURI + "?") == true)
      let callback = Visitor.callback(reply)
      #expect(callback["code"]?.hasPrefix("code_") == true)
      #expect(callback["state"] == "st&te")
      #expect(callback["iss"] == server.issuer)
    }
  }

  @Test("a denied request comes back with access_denied, the state and the issuer")
  func denied() async throws {
    try await Stay.server(.init(consent: .deny)) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let callback = Visitor.callback(await visitor.authorize())
      #expect(callback["error"] == "access_denied")
      #expect(callback["state"] == "st&te")
      #expect(callback["iss"] == server.issuer)
      #expect(callback["code"] == nil)
    }
  }

  @Test(
    "a request that cannot be trusted is shown to the person and not redirected",
    arguments: [
      ("client_id", "nobody"), ("client_id", nil), ("redirect_uri", nil),
      ("redirect_uri", "http://127.0.0.1:7778/callback"), ("redirect_uri", "http://127.0.0.1:7777/callback/"),
      ("redirect_uri", "http://localhost:7777/callback"), ("redirect_uri", "http://127.0.0.1:7777/callback?x=1"),
    ] as [(String, String?)])
  func shown(name: String, value: String?) async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let reply = await visitor.authorize([name: value])
      #expect(reply.status == 400)
      #expect(reply.header("location") == nil)
    }
  }

  @Test(
    "a request that breaks another rule is redirected with the code of that rule",
    arguments: [
      ("response_type", nil, "invalid_request"), ("response_type", "token", "unsupported_response_type"),
      ("code_challenge", nil, "invalid_request"), ("code_challenge", "short", "invalid_request"),
      ("code_challenge_method", nil, "invalid_request"), ("code_challenge_method", "plain", "invalid_request"),
      ("resource", nil, "invalid_target"), ("resource", "https://example.com/mcp", "invalid_target"),
      ("scope", "everything", "invalid_scope"),
    ] as [(String, String?, String)])
  func redirected(name: String, value: String?, error: String) async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let callback = Visitor.callback(await visitor.authorize([name: value]))
      #expect(callback["error"] == error)
      #expect(callback["iss"] == server.issuer)
      #expect(callback["code"] == nil)
    }
  }

  @Test("the page escapes the client's name, loads nothing, and its buttons lead back to the client")
  func page() async throws {
    try await Stay.server(.init()) { server in
      var visitor = Visitor(server)
      await visitor.registered(["client_name": "<script>alert(1)</script>"])
      let page = await visitor.authorize(["scope": "tools:read notes:write"])
      #expect(page.status == 200)
      #expect(page.text.contains("&lt;script&gt;"))
      #expect(!page.text.contains("<script"))
      #expect(page.text.contains("notes:write"))
      #expect(page.header("content-security-policy")?.contains("default-src 'none'") == true)
      let ticket = String(page.text.split(separator: "value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? "")
      let answer = Visitor.form(["ticket": ticket, "decision": "allow"])
      let decided = await RawClient.send(
        "POST", server.issuer + "/ask/answer", headers: Visitor.formType, body: answer)
      #expect(decided.status == 303)
      #expect(Visitor.callback(decided)["code"]?.isEmpty == false)
      let again = await RawClient.send("POST", server.issuer + "/ask/answer", headers: Visitor.formType, body: answer)
      #expect(again.status == 400)
    }
  }
}
