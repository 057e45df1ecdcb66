import Testing

@testable import DemoServer

@Suite struct IdentityAssertionTests {
  private static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  private static let bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  private static let idToken = "urn:ietf:params:oauth:token-type:id_token"

  /// A client of the identity provider and, under another id, of the authorization server.
  private struct Employee {
    let server: DemoServer
    let provider: Visitor
    let visitor: Visitor

    init(_ server: DemoServer) {
      self.server = server
      server.preregister(
        PreregisteredClient(
          realm: .identity, id: "at-provider", secret: "s", authentication: .clientSecretPost,
          redirectURIs: [Visitor.redirectURI],
          grantTypes: ["authorization_code", "refresh_token", IdentityAssertionTests.exchange],
          idElsewhere: "at-server"))
      server.preregister(
        PreregisteredClient(id: "at-server", secret: "s", authentication: .clientSecretPost, grantTypes: [bearer]))
      var (provider, visitor) = (Visitor(server, realm: .identity), Visitor(server))
      (provider.clientID, visitor.clientID) = ("at-provider", "at-server")
      (self.provider, self.visitor) = (provider, visitor)
    }

    func login() async -> JSON {
      let code = await provider.code(["scope": "openid offline_access", "resource": nil])
      return await provider.exchange(code, ["client_secret": "s", "resource": nil]).json
    }

    func exchange(_ subjectToken: String?, _ changes: [String: String?] = [:]) async -> Reply {
      await provider.token(
        [
          "grant_type": IdentityAssertionTests.exchange, "requested_token_type": IdentityAssertion.tokenType,
          "audience": server.issuer, "resource": server.mcpURL, "scope": "tools:read",
          "subject_token": subjectToken ?? "", "subject_token_type": idToken, "client_id": "at-provider",
          "client_secret": "s",
        ], changes)
    }

    func assertion() async -> String {
      await exchange(await login()["id_token"]?.string).json["access_token"]?.string ?? ""
    }

    func use(_ assertion: String, _ changes: [String: String?] = [:]) async -> Reply {
      await visitor.token(
        [
          "grant_type": bearer, "assertion": assertion, "client_id": "at-server", "client_secret": "s",
          "resource": server.mcpURL,
        ], changes)
    }
  }

  private func employ(_ behaviours: Set<Behaviour> = [], _ body: (Employee) async throws -> Void) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in try await body(Employee(server)) }
  }

  @Test("a login at the provider, an exchange and an assertion lead to a token, without a person at the server")
  func happy() async throws {
    try await employ { employee in
      let exchanged = await employee.exchange(await employee.login()["id_token"]?.string).json
      #expect(exchanged["issued_token_type"] == .string(IdentityAssertion.tokenType))
      #expect(exchanged["token_type"] == "N_A")
      let assertion = exchanged["access_token"]?.string ?? ""
      let claims = try #require(JSONWebToken(assertion)).claims
      #expect(claims["aud"] == .string(employee.server.issuer))
      #expect(claims["client_id"] == "at-server")
      let tokens = await employee.use(assertion)
      #expect(tokens.json["scope"] == "tools:read")
      #expect(tokens.json["refresh_token"] == nil)
      let said = await employee.visitor.call("who_am_i", token: tokens.json["access_token"]?.string)
      #expect(said.json["result"]?["structuredContent"]?["subject"] == "ada")
      let asked = employee.server.requests().filter { $0.endpoint == "authorization" }
      #expect(asked.map(\.path) == ["/realm/identity/ask"])
      #expect(employee.server.requests().allSatisfy { !$0.parameters.values.contains(assertion) })
    }
  }

  @Test("the refresh token of the login is a subject token too, and an ID token that has expired is none")
  func renewal() async throws {
    try await employ { employee in
      let login = await employee.login()
      employee.server.advanceClock(by: 3600)
      #expect(await employee.exchange(login["id_token"]?.string).error == "invalid_request")
      let type = ["subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"] as [String: String?]
      #expect(await employee.exchange(login["refresh_token"]?.string, type).status == 200)
    }
  }

  @Test(
    "one wrong parameter of the exchange is enough",
    arguments: [
      ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token", "invalid_request"),
      ("requested_token_type", nil, "invalid_request"), ("audience", nil, "invalid_request"),
      ("audience", "https://example.com", "invalid_target"), ("resource", "https://example.com/", "invalid_target"),
      ("subject_token", "x.y.z", "invalid_request"), ("subject_token", nil, "invalid_request"),
      ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token", "invalid_request"),
      ("client_secret", nil, "invalid_client"), ("scope", "everything", "invalid_scope"),
    ] as [(String, String?, String)])
  func wrongExchange(name: String, value: String?, error: String) async throws {
    try await employ { employee in
      #expect(await employee.exchange(await employee.login()["id_token"]?.string, [name: value]).error == error)
    }
  }

  @Test("only the provider exchanges, and only for clients that prove who they are")
  func wrongPlace() async throws {
    try await employ { employee in
      let form = ["grant_type": Self.exchange, "client_id": "at-server", "client_secret": "s"]
      #expect(await employee.visitor.token(form).error == "unsupported_grant_type")
      employee.server.preregister(PreregisteredClient(realm: .identity, id: "open", grantTypes: [Self.exchange]))
      let open = await employee.exchange("x", ["client_id": "open", "client_secret": nil])
      #expect(open.error == "unauthorized_client")
      let bearer = ["grant_type": Self.bearer, "client_id": "at-provider", "client_secret": "s"]
      #expect(await employee.provider.token(bearer).error == "unsupported_grant_type")
    }
  }

  @Test("an assertion is good once, for a while, at one server, for one client and one resource")
  func bounds() async throws {
    try await employ { employee in
      let used = await employee.assertion()
      #expect(await employee.use(used).status == 200)
      #expect(await employee.use(used).error == "invalid_grant")
      #expect(
        await employee.use(await employee.assertion(), ["resource": employee.server.secondMCPURL]).error
          == "invalid_target")
      #expect(
        await employee.use(await employee.assertion(), ["scope": "tools:read notes:write"]).error == "invalid_scope")
      employee.server.preregister(
        PreregisteredClient(id: "other", secret: "s", authentication: .clientSecretPost, grantTypes: [Self.bearer]))
      #expect(await employee.use(await employee.assertion(), ["client_id": "other"]).error == "invalid_grant")
      let old = await employee.assertion()
      employee.server.advanceClock(by: 301)
      #expect(await employee.use(old).error == "invalid_grant")
      let idToken = await employee.login()["id_token"]?.string ?? ""
      #expect(await employee.use(idToken).error == "invalid_grant")
      #expect(await employee.use("nonsense").error == "invalid_grant")
    }
  }

  @Test("the resource may be left to the server: the assertion names it")
  func resourceFromAssertion() async throws {
    try await employ { employee in
      let tokens = await employee.use(await employee.assertion(), ["resource": nil])
      #expect(await employee.visitor.call("who_am_i", token: tokens.json["access_token"]?.string).status == 200)
    }
  }

  @Test("identity_assertions_refused, identity_assertion_foreign_audience: the provider is content, the server is not")
  func refused() async throws {
    for behaviour in [Behaviour.identityAssertionsRefused, .identityAssertionForeignAudience] {
      try await employ([behaviour]) { employee in
        let assertion = await employee.assertion()
        #expect(!assertion.isEmpty)
        #expect(await employee.use(assertion).error == "invalid_grant")
      }
    }
  }

  @Test("exchange_refused, exchange_gives_access_token")
  func exchangeVariants() async throws {
    try await employ([.exchangeRefused]) { employee in
      #expect(await employee.exchange(await employee.login()["id_token"]?.string).error == "invalid_target")
    }
    try await employ([.exchangeGivesAccessToken]) { employee in
      let exchanged = await employee.exchange(await employee.login()["id_token"]?.string).json
      #expect(exchanged["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token")
      #expect(exchanged["token_type"] == "Bearer")
    }
  }

  @Test("the server's metadata has the profile, the provider's the token type; no_jwt_bearer: there is none of it")
  func metadata() async throws {
    try await employ { employee in
      let metadata = await employee.visitor.metadata()
      #expect(metadata["authorization_grant_profiles_supported"] == [.string(IdentityAssertion.profile)])
      #expect(metadata["grant_types_supported"]?.strings?.contains(Self.bearer) == true)
      let place = employee.server.issuer(of: .identity) + "/.well-known/openid-configuration"
      let provider = await RawClient.send("GET", place).json
      #expect(provider["identity_chaining_requested_token_types_supported"] == [.string(IdentityAssertion.tokenType)])
      #expect(provider["grant_types_supported"]?.strings?.contains(Self.exchange) == true)
      employee.server.setBehaviours(on: [.noJWTBearer])
      #expect(await employee.visitor.metadata()["authorization_grant_profiles_supported"] == nil)
      #expect(await employee.use(await employee.assertion()).error == "unsupported_grant_type")
    }
  }
}
