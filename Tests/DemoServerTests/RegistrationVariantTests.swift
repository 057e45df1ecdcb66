import Testing

@testable import DemoServer

@Suite struct RegistrationVariantTests {
  private func visit(_ behaviours: Set<Behaviour>, _ body: (DemoServer, Visitor) async throws -> Void) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      try await body(server, Visitor(server))
    }
  }

  private func register(_ visitor: Visitor, with token: String) async -> Reply {
    await RawClient.send(
      "POST", visitor.realm + "/clients/new",
      headers: ["Content-Type": "application/json", "Authorization": "Bearer \(token)"],
      body: #"{"redirect_uris": ["https://client.example/cb"]}"#)
  }

  @Test("require_initial_access_token: without one, or with a wrong one, 401")
  func initialAccessToken() async throws {
    try await visit([.requireInitialAccessToken]) { server, visitor in
      let refused = await visitor.register()
      #expect(refused.status == 401)
      #expect(refused.header("www-authenticate")?.hasPrefix("Bearer ") == true)
      #expect(await register(visitor, with: "guess").status == 401)
      #expect(await register(visitor, with: server.issueInitialAccessToken()).status == 201)
      let issued = await RawClient.send("POST", server.managementURL + "/initial-access-tokens").json
      #expect(await register(visitor, with: issued["initial_access_token"]?.string ?? "").status == 201)
    }
  }

  @Test("an initial access token that is not needed still has to be a good one")
  func needlessToken() async throws {
    try await visit([]) { server, visitor in
      #expect(await register(visitor, with: "guess").status == 401)
      #expect(await register(visitor, with: server.issueInitialAccessToken()).status == 201)
    }
  }

  @Test("no_loopback_literals: an address is refused, localhost is not")
  func noLoopbackLiterals() async throws {
    try await visit([.noLoopbackLiterals]) { _, visitor in
      for uri in ["http://127.0.0.1:7777/callback", "http://[::1]:7777/callback"] {
        let refused = await visitor.register(["redirect_uris": ["http://localhost/a", .string(uri)]])
        #expect(refused.error == "invalid_redirect_uri")
      }
      let accepted = await visitor.register(["redirect_uris": ["http://localhost:7777/callback"]])
      #expect(accepted.json["redirect_uris"] == ["http://localhost:7777/callback"])
    }
  }

  @Test("replaced_redirect_uris: the answer's are the ones that count")
  func replaced() async throws {
    try await visit([.replacedRedirectURIs]) { server, _ in
      var visitor = Visitor(server)
      let answer = await visitor.register().json
      visitor.clientID = answer["client_id"]?.string ?? ""
      #expect(answer["redirect_uris"] == ["http://127.0.0.1:7777/registered"])
      #expect(await visitor.authorize().status == 400)
      #expect(await visitor.authorize(["redirect_uri": "http://127.0.0.1:7777/registered"]).status == 302)
    }
  }

  @Test("foreign_redirect_uris: the answer has one that the client never asked for")
  func foreign() async throws {
    try await visit([.foreignRedirectURIs]) { _, visitor in
      #expect(await visitor.register().json["redirect_uris"] == ["https://client.example/callback"])
    }
  }

  @Test("expiring_secrets: the secret has an end on the server's clock, and is refused from then on")
  func expiringSecrets() async throws {
    try await visit([.expiringSecrets]) { server, _ in
      var visitor = Visitor(server)
      let answer = await visitor.register(["token_endpoint_auth_method": "client_secret_post"]).json
      visitor.clientID = answer["client_id"]?.string ?? ""
      let secret = answer["client_secret"]?.string
      let end = Double(answer["client_secret_expires_at"]?.integer ?? 0)
      #expect((server.now + 3500..<server.now + 3601).contains(end))
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).status == 200)
      server.advanceClock(by: 3600)
      #expect(await visitor.exchange(await visitor.code(), ["client_secret": secret]).error == "invalid_client")
    }
  }

  @Test("no_secret_expiry: nothing is said about it")
  func noSecretExpiry() async throws {
    try await visit([.noSecretExpiry]) { _, visitor in
      let answer = await visitor.register(["token_endpoint_auth_method": "client_secret_basic"]).json
      #expect(answer["client_secret"] != nil)
      #expect(answer["client_secret_expires_at"] == nil)
    }
  }
}
