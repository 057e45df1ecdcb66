import Testing

@testable import DemoServer

@Suite struct RegistrationTests {
  @Test("a public client gets an id and no secret")
  func publicClient() async throws {
    try await Stay.server { server in
      let reply = await Visitor(server).register()
      #expect(reply.status == 201)
      #expect(reply.header("cache-control") == "no-store")
      #expect(reply.json["client_id"]?.string?.hasPrefix("client_") == true)
      #expect(reply.json["client_secret"] == nil)
    }
  }

  @Test("a client that says nothing about authentication gets a secret for client_secret_basic")
  func standardMethod() async throws {
    try await Stay.server { server in
      let json = await Visitor(server).register(["token_endpoint_auth_method": nil]).json
      #expect(json["token_endpoint_auth_method"] == "client_secret_basic")
      #expect(json["client_secret"]?.string?.isEmpty == false)
      #expect(json["client_secret_expires_at"] == 0)
    }
  }

  @Test(
    "metadata that breaks a rule is refused with the code of that rule",
    arguments: [
      ("application_type", nil, "invalid_redirect_uri"),
      ("application_type", "web", "invalid_redirect_uri"),
      ("redirect_uris", nil, "invalid_redirect_uri"),
      ("redirect_uris", [], "invalid_redirect_uri"),
      ("redirect_uris", ["http://example.com/cb"], "invalid_redirect_uri"),
      ("redirect_uris", ["http://127.0.0.1.example.com/cb"], "invalid_redirect_uri"),
      ("redirect_uris", ["http://127.0.0.1@example.com/cb"], "invalid_redirect_uri"),
      ("redirect_uris", ["http://127.0.0.1:1/cb#x"], "invalid_redirect_uri"),
      ("redirect_uris", ["myapp:/cb"], "invalid_redirect_uri"),
      ("grant_types", ["implicit"], "invalid_client_metadata"),
      ("grant_types", ["refresh_token"], "invalid_client_metadata"),
      ("response_types", ["token"], "invalid_client_metadata"),
      ("token_endpoint_auth_method", "private_key_jwt", "invalid_client_metadata"),
      ("scope", "tools:read everything", "invalid_client_metadata"),
    ] as [(String, JSON?, String)])
  func refused(name: String, value: JSON?, error: String) async throws {
    try await Stay.server { server in
      let reply = await Visitor(server).register([name: value])
      #expect(reply.status == 400)
      #expect(reply.error == error)
    }
  }

  @Test("a client that did not register for refresh_token gets no refresh token")
  func noRefresh() async throws {
    try await Stay.server { server in
      var visitor = Visitor(server)
      await visitor.registered(["grant_types": nil])
      let tokens = await visitor.exchange(await visitor.code()).json
      #expect(tokens["access_token"] != nil)
      #expect(tokens["refresh_token"] == nil)
    }
  }

  @Test("after all registrations are forgotten, a refresh is refused as invalid_client")
  func forgotten() async throws {
    try await Stay.with { stay in
      stay.server.forgetClients()
      let reply = await stay.visitor.refresh(stay.refreshToken)
      #expect(reply.status == 401)
      #expect(reply.error == "invalid_client")
    }
  }
}
