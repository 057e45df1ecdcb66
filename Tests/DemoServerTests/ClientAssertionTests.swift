import Testing

@testable import DemoServer

@Suite struct ClientAssertionTests {
  private static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  /// A client that authenticates with a key.
  private struct Robot {
    let visitor: Visitor
    let key: TestKey
    let server: DemoServer

    init(_ server: DemoServer, _ algorithm: SigningAlgorithm = .es256) throws {
      key = try TestKey.make(algorithm)
      self.server = server
      server.preregister(
        PreregisteredClient(
          id: "robot", authentication: .privateKeyJWT, jwks: key.jwks.text, grantTypes: ["client_credentials"]))
      var visitor = Visitor(server)
      visitor.clientID = "robot"
      self.visitor = visitor
    }

    func claims(_ changes: [String: JSON?] = [:]) -> [String: JSON] {
      var claims: [String: JSON] = [
        "iss": "robot", "sub": "robot", "aud": .string(server.issuer), "exp": .integer(Int(server.now) + 60),
        "iat": .integer(Int(server.now)), "jti": .string(RandomText.make("")),
      ]
      for (name, value) in changes { claims[name] = value }
      return claims
    }

    func token(_ assertion: String, _ changes: [String: String?] = [:], headers: [String: String] = [:]) async -> Reply
    {
      await visitor.token(
        [
          "grant_type": "client_credentials", "resource": visitor.resource, "client_assertion_type": type,
          "client_assertion": assertion,
        ], changes, headers)
    }

    func token(claims changes: [String: JSON?] = [:], header: [String: JSON] = [:]) async throws -> Reply {
      await token(try key.sign(claims(changes), header: header))
    }
  }

  private func robot(
    _ algorithm: SigningAlgorithm = .es256, _ behaviours: Set<Behaviour> = [], _ body: (Robot) async throws -> Void
  ) async throws {
    try await Stay.server(.init(behaviours: behaviours)) { server in try await body(try Robot(server, algorithm)) }
  }

  @Test("an assertion by a key of each kind is taken", arguments: SigningAlgorithm.allCases)
  func taken(algorithm: SigningAlgorithm) async throws {
    try await robot(algorithm) { robot in
      let reply = try await robot.token()
      #expect(reply.status == 200)
      #expect(reply.json["refresh_token"] == nil)
      let said = await robot.visitor.call("who_am_i", token: reply.json["access_token"]?.string)
      #expect(said.json["result"]?["structuredContent"]?["subject"] == "robot")
      let logged = try #require(robot.server.requests().first)
      #expect(logged.clientAuthentication == "private_key_jwt")
      #expect(logged.parameters["client_assertion"]?.hasPrefix("sha256:") == true)
      #expect(try await robot.token(claims: ["aud": [.string(robot.server.issuer)]]).status == 200)
    }
  }

  @Test(
    "one wrong claim is enough",
    arguments: [
      ("iss", "other"), ("iss", nil), ("sub", "other"), ("sub", nil), ("aud", nil), ("aud", "https://example.com"),
      ("aud", []), ("exp", nil), ("exp", 1), ("exp", "soon"), ("jti", nil), ("nbf", 99_999_999_999),
      ("iat", 99_999_999_999), ("exp", 99_999_999_999),
    ] as [(String, JSON?)])
  func refused(name: String, value: JSON?) async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let reply = try await robot.token(claims: [name: value])
      #expect(reply.status == 401)
      #expect(reply.error == "invalid_client")
    }
  }

  @Test("it must be for the issuer alone: neither the token endpoint nor both")
  func audience() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let (issuer, endpoint) = (JSON.string(robot.server.issuer), JSON.string(robot.server.issuer + "/mint"))
      #expect(try await robot.token(claims: ["aud": endpoint]).error == "invalid_client")
      #expect(try await robot.token(claims: ["aud": [issuer, endpoint]]).error == "invalid_client")
      robot.server.setBehaviours(on: [.assertionAudienceTokenEndpoint])
      #expect(try await robot.token(claims: ["aud": endpoint]).status == 200)
      #expect(try await robot.token().error == "invalid_client")
    }
  }

  @Test("an assertion is good once")
  func replay() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let assertion = try robot.key.sign(robot.claims())
      #expect(await robot.token(assertion).status == 200)
      #expect(await robot.token(assertion).error == "invalid_client")
    }
  }

  @Test("another key, another algorithm, no signature, no JWT")
  func signatures() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let stranger = TestKey()
      #expect(await robot.token(try stranger.sign(robot.claims())).error == "invalid_client")
      #expect(try await robot.token(header: ["alg": "none"]).error == "invalid_client")
      #expect(try await robot.token(header: ["alg": "HS256"]).error == "invalid_client")
      #expect(try await robot.token(header: ["crit": ["x"]]).error == "invalid_client")
      let whole = try robot.key.sign(robot.claims())
      for broken in ["", "x", "..", whole + "=", String(whole.dropLast(4)), whole + ".x"] where !broken.isEmpty {
        #expect(await robot.token(broken).error == "invalid_client")
      }
    }
  }

  @Test("a second way of authentication, another type or another id beside it is a malformed request")
  func mixtures() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let assertion = try robot.key.sign(robot.claims())
      #expect(await robot.token(assertion, ["client_secret": "x"]).error == "invalid_request")
      #expect(await robot.token(assertion, headers: ["Authorization": "Basic eDp5"]).error == "invalid_request")
      #expect(await robot.token(assertion, ["client_id": "other"]).error == "invalid_request")
      #expect(await robot.token(assertion, ["client_assertion_type": nil]).error == "invalid_request")
      #expect(await robot.token(assertion, ["client_assertion_type": "x"]).error == "invalid_request")
      #expect(await robot.token(assertion, ["client_id": "robot"]).status == 200)
    }
  }

  @Test("a client with a key cannot do without it, and a client without one cannot use one")
  func otherMethods() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let bare = ["client_assertion": nil, "client_assertion_type": nil, "client_id": "robot"] as [String: String?]
      #expect(await robot.token("", bare).error == "invalid_client")
      var visitor = Visitor(robot.server)
      await visitor.registered()
      let id = JSON.string(visitor.clientID)
      #expect(try await robot.token(claims: ["iss": id, "sub": id]).error == "invalid_client")
    }
  }

  @Test("a client can register with its key, and its key set is checked")
  func registration() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let method: JSON = "private_key_jwt"
      let good = await robot.visitor.register(["token_endpoint_auth_method": method, "jwks": robot.key.jwks])
      #expect(good.status == 201)
      #expect(good.json["jwks"] == robot.key.jwks)
      #expect(good.json["client_secret"] == nil)
      let leaked = JSON.object(robot.key.jwk.merging(["d": "x"]) { $1 })
      for jwks in [nil, [:], ["keys": []], ["keys": [leaked]], ["keys": [["kty": "oct", "k": "x"]]]] as [JSON?] {
        let reply = await robot.visitor.register(["token_endpoint_auth_method": method, "jwks": jwks])
        #expect(reply.error == "invalid_client_metadata")
      }
      let uri = await robot.visitor.register(["token_endpoint_auth_method": method, "jwks_uri": "https://c.example/k"])
      #expect(uri.error == "invalid_client_metadata")
    }
  }

  @Test("the metadata lists the method and its algorithms")
  func metadata() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let metadata = await robot.visitor.metadata()
      #expect(metadata["token_endpoint_auth_methods_supported"]?.strings?.contains("private_key_jwt") == true)
      #expect(metadata["token_endpoint_auth_signing_alg_values_supported"] == ["ES256", "RS256", "EdDSA"])
    }
  }

  @Test("the management port takes a client's key set, and no broken one")
  func management() async throws {
    try await robot { (robot: Robot) async throws -> Void in
      let place = robot.server.managementURL + "/clients"
      let good: JSON = [
        "client_id": "managed", "jwks": robot.key.jwks, "grant_types": ["client_credentials"],
      ]
      let reply = await RawClient.send("POST", place, body: good.text)
      #expect(reply.json["token_endpoint_auth_method"] == "private_key_jwt")
      #expect(try await robot.token(claims: ["iss": "managed", "sub": "managed"]).status == 200)
      let broken: JSON = ["client_id": "managed", "jwks": ["keys": []], "grant_types": ["client_credentials"]]
      #expect(await RawClient.send("POST", place, body: broken.text).status == 400)
    }
  }
}
