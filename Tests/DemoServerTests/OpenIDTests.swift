import Testing

@testable import DemoServer

@Suite struct OpenIDTests {
  private func login(
    _ behaviours: Set<Behaviour> = [], scope: String = "openid tools:read",
    _ body: (DemoServer, Visitor, Reply) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      var visitor = Visitor(server)
      await visitor.registered()
      let code = await visitor.code(["scope": scope, "nonce": "n-1"])
      try await body(server, visitor, await visitor.exchange(code))
    }
  }

  private func idToken(_ reply: Reply) -> JSONWebToken? { reply.json["id_token"]?.string.flatMap(JSONWebToken.init) }

  private func keys(_ visitor: Visitor) async -> [JSONWebKey] {
    let place = await visitor.metadata()["jwks_uri"]?.string ?? ""
    return KeySet.keys(await RawClient.send("GET", place).json) ?? []
  }

  private func userInfo(_ visitor: Visitor, _ reply: Reply) async -> Reply {
    let token = reply.json["access_token"]?.string ?? ""
    return await RawClient.send("GET", visitor.realm + "/me", headers: ["Authorization": "Bearer \(token)"])
  }

  @Test("openid brings an ID token for this client, signed with a key of the set, that repeats the nonce")
  func wellFormed() async throws {
    try await login { server, visitor, reply in
      let token = try #require(idToken(reply))
      #expect(token.claim("iss") == server.issuer)
      #expect(token.isOnly(for: visitor.clientID))
      #expect(token.claim("sub") == "ada")
      #expect(token.claim("nonce") == "n-1")
      #expect(token.violationOfTime(now: server.now, longest: 301) == nil)
      #expect(token.isSigned(byOneOf: await keys(visitor)))
      let refreshed = await visitor.refresh(reply.json["refresh_token"]?.string ?? "")
      #expect(idToken(refreshed)?.claim("sub") == "ada")
      #expect(idToken(refreshed)?.claim("nonce") == nil)
    }
    try await login(scope: "tools:read") { _, _, reply in #expect(reply.json["id_token"] == nil) }
  }

  @Test("whoever is signed in at the time is who the ID token, userinfo and introspection name")
  func subjects() async throws {
    try await login { server, visitor, _ in
      server.setConsent(.allow, subject: "grace")
      let reply = await visitor.exchange(await visitor.code(["scope": "openid"]))
      #expect(idToken(reply)?.claim("sub") == "grace")
      let claims = await userInfo(visitor, reply).json
      #expect(claims["sub"] == "grace")
      #expect(claims["email"] == "grace@example.com")
      let form = ["token": reply.json["access_token"]?.string ?? "", "client_id": visitor.clientID]
      #expect(await visitor.post("/inspect", form).json["sub"] == "grace")
    }
  }

  @Test(
    "id_token_foreign_issuer, id_token_foreign_audience, id_token_wrong_nonce, id_token_expired: one wrong claim",
    arguments: [
      (.idTokenForeignIssuer, "iss"), (.idTokenForeignAudience, "aud"), (.idTokenWrongNonce, "nonce"),
      (.idTokenExpired, "exp"),
    ] as [(Behaviour, String)])
  func wrongClaims(behaviour: Behaviour, name: String) async throws {
    try await login([behaviour]) { server, visitor, reply in
      let token = try #require(idToken(reply))
      let wrong = [
        "iss": token.claim("iss") != server.issuer, "aud": !token.isOnly(for: visitor.clientID),
        "nonce": token.claim("nonce") != "n-1", "exp": token.violationOfTime(now: server.now, longest: 301) != nil,
      ]
      #expect(wrong.filter(\.value).map(\.key) == [name])
      #expect(token.isSigned(byOneOf: await keys(visitor)))
    }
  }

  @Test("id_token_foreign_key: no key of the set has signed it")
  func foreignKey() async throws {
    try await login([.idTokenForeignKey]) { _, visitor, reply in
      let token = try #require(idToken(reply))
      #expect(!token.isSigned(byOneOf: await keys(visitor)))
    }
  }

  @Test("id_token_rs256: the set has an RSA key too, and that has signed it")
  func rs256() async throws {
    try await login([.idTokenRS256]) { _, visitor, reply in
      let token = try #require(idToken(reply))
      #expect(token.header["alg"] == "RS256")
      #expect(token.isSigned(byOneOf: await keys(visitor)))
      #expect(await visitor.metadata()["id_token_signing_alg_values_supported"] == ["RS256"])
    }
  }

  @Test("no_id_token: openid is granted and leads to nothing")
  func noIDToken() async throws {
    try await login([.noIDToken]) { _, visitor, reply in
      #expect(reply.json["scope"] == "openid tools:read")
      #expect(reply.json["id_token"] == nil)
      #expect(await userInfo(visitor, reply).status == 200)
    }
  }

  @Test("no_openid: the scope is unknown, and the metadata has nothing of it")
  func noOpenID() async throws {
    try await login([.noOpenID]) { _, visitor, reply in
      #expect(reply.error == "invalid_request")
      #expect(Visitor.callback(await visitor.authorize(["scope": "openid"]))["error"] == "invalid_scope")
      let metadata = await visitor.metadata()
      #expect(metadata["scopes_supported"]?.strings?.contains("openid") == false)
      #expect(metadata["userinfo_endpoint"] == nil)
      #expect(metadata["introspection_endpoint"] != nil)
      #expect(await userInfo(visitor, reply).status == 404)
    }
  }

  @Test("userinfo is for good access tokens with openid only")
  func userInfo() async throws {
    try await login { server, visitor, reply in
      let place = visitor.realm + "/me"
      #expect(await RawClient.send("GET", place).status == 401)
      let poor = await visitor.exchange(await visitor.code(["scope": "tools:read"]))
      let refused = await userInfo(visitor, poor)
      #expect(refused.status == 403)
      #expect(refused.header("www-authenticate")?.contains("insufficient_scope") == true)
      let refreshToken = reply.json["refresh_token"]?.string ?? ""
      let wrong = await RawClient.send("GET", place, headers: ["Authorization": "Bearer \(refreshToken)"])
      #expect(wrong.status == 401)
      server.expireAccessTokens()
      #expect(await userInfo(visitor, reply).status == 401)
    }
  }

  @Test("no_userinfo: neither the endpoint nor its address; userinfo_other_subject: it is somebody else's")
  func userInfoVariants() async throws {
    try await login([.noUserInfo]) { _, visitor, reply in
      #expect(await visitor.metadata()["userinfo_endpoint"] == nil)
      #expect(await userInfo(visitor, reply).status == 404)
    }
    try await login([.userInfoOtherSubject]) { _, visitor, reply in
      #expect(idToken(reply)?.claim("sub") == "ada")
      #expect(await userInfo(visitor, reply).json["sub"] == "ada-twin")
    }
  }

  @Test("introspection says all about a good token of the client's own, and nothing about any other")
  func introspection() async throws {
    try await login { server, visitor, reply in
      func inspect(_ token: String?, by visitor: Visitor) async -> JSON {
        await visitor.post("/inspect", ["token": token ?? "", "client_id": visitor.clientID]).json
      }
      let (access, refresh) = (reply.json["access_token"]?.string, reply.json["refresh_token"]?.string)
      let said = await inspect(access, by: visitor)
      #expect(said["active"] == true)
      #expect(said["client_id"] == .string(visitor.clientID))
      #expect(said["scope"] == "openid tools:read")
      #expect(said["aud"] == .string(server.mcpURL))
      #expect((said["exp"]?.integer ?? 0) > Int(server.now))
      #expect(await inspect(refresh, by: visitor)["active"] == true)
      var stranger = Visitor(server)
      await stranger.registered()
      #expect(await inspect(access, by: stranger) == ["active": false])
      #expect(await inspect("unknown", by: visitor) == ["active": false])
      _ = await visitor.refresh(refresh ?? "")
      #expect(await inspect(refresh, by: visitor) == ["active": false])
      #expect(await inspect(access, by: visitor)["active"] == true)
    }
  }

  @Test("no_introspection, introspection_needs_secret")
  func introspectionVariants() async throws {
    try await login([.noIntrospection]) { _, visitor, reply in
      #expect(await visitor.metadata()["introspection_endpoint"] == nil)
      #expect(await visitor.post("/inspect", ["token": "x", "client_id": visitor.clientID]).status == 404)
    }
    try await login([.introspectionNeedsSecret]) { server, visitor, reply in
      let methods = await visitor.metadata()["introspection_endpoint_auth_methods_supported"]?.strings
      #expect(methods?.contains("none") == false)
      #expect(await visitor.post("/inspect", ["token": "x", "client_id": visitor.clientID]).error == "invalid_client")
    }
  }

  @Test("a client of one authorization server is nobody at another, and its tokens are nothing there")
  func realms() async throws {
    try await login { server, visitor, reply in
      let elsewhere = server.issuer(of: .next)
      let form = [
        "grant_type": "refresh_token", "refresh_token": reply.json["refresh_token"]?.string ?? "",
        "client_id": visitor.clientID, "resource": visitor.resource,
      ]
      let refused = await RawClient.send(
        "POST", elsewhere + "/mint", headers: Visitor.formType, body: Visitor.form(form))
      #expect(refused.error == "invalid_client")
      let registered = await RawClient.send(
        "POST", elsewhere + "/clients/new", headers: ["Content-Type": "application/json"],
        body: #"{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none"}"#)
      #expect(registered.status == 201)
      #expect(registered.json["registration_client_uri"]?.string?.hasPrefix(elsewhere) == true)
      let id = registered.json["client_id"]?.string ?? ""
      let ask = Visitor.form(["client_id": id, "redirect_uri": "https://client.example/cb"])
      #expect(await RawClient.send("GET", elsewhere + "/ask?" + ask).status == 302)
      #expect(await RawClient.send("GET", server.issuer + "/ask?" + ask).status == 400)
    }
  }
}
