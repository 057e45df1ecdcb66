import Testing

@testable import DemoServer

@Suite struct CodeExchangeTests {
  @Test("a good code becomes an access token, a refresh token, a lifetime and the default scope")
  func success() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let reply = await visitor.exchange(await visitor.code())
      #expect(reply.status == 200)
      #expect(reply.header("cache-control") == "no-store")
      #expect(reply.json["token_type"] == "Bearer")
      #expect(reply.json["expires_in"] == 300)
      #expect(reply.json["scope"] == "tools:read")
      #expect(reply.json["refresh_token"] != nil)
    }
  }

  @Test("a code that comes a second time is refused, and the tokens of the first time die")
  func replay() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let code = await visitor.code()
      let tokens = await visitor.exchange(code).json
      let again = await visitor.exchange(code)
      #expect(again.status == 400)
      #expect(again.error == "invalid_grant")
      #expect(await visitor.modern("tools/list", token: tokens["access_token"]?.string).status == 401)
      #expect(await visitor.refresh(tokens["refresh_token"]?.string ?? "").error == "invalid_grant")
    }
  }

  @Test(
    "one wrong parameter is enough to be refused",
    arguments: [
      ("code", "code_unknown", "invalid_grant"), ("code", nil, "invalid_request"),
      ("code_verifier", "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong", "invalid_grant"),
      ("code_verifier", nil, "invalid_request"),
      ("redirect_uri", "http://127.0.0.1:7777/other", "invalid_grant"), ("redirect_uri", nil, "invalid_grant"),
      ("resource", nil, "invalid_target"), ("resource", "https://example.com/", "invalid_target"),
      ("grant_type", nil, "invalid_request"), ("grant_type", "password", "unsupported_grant_type"),
      ("client_id", "nobody", "invalid_client"), ("client_id", nil, "invalid_client"),
    ] as [(String, String?, String)])
  func refused(name: String, value: String?, error: String) async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let reply = await visitor.exchange(await visitor.code(), [name: value])
      #expect(reply.error == error)
      #expect(reply.json["access_token"] == nil)
    }
  }

  @Test("a wrong verifier uses the code up")
  func guessing() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let code = await visitor.code()
      _ = await visitor.exchange(code, ["code_verifier": "wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong"])
      #expect(await visitor.exchange(code).error == "invalid_grant")
    }
  }

  @Test("a code expires on the server's clock")
  func expiry() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let code = await visitor.code()
      server.advanceClock(by: 61)
      #expect(await visitor.exchange(code).error == "invalid_grant")
    }
  }

  @Test("a parameter sent twice is refused")
  func repeated() async throws {
    try await Stay.server { server in
      let reply = await RawClient.send(
        "POST", server.issuer + "/mint", headers: Visitor.formType, body: "grant_type=a&grant_type=b")
      #expect(reply.error == "invalid_request")
    }
  }
}
