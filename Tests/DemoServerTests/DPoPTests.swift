import Testing

@testable import DemoServer

@Suite struct DPoPTests {
  /// A client with a key of its own for proofs.
  private struct Prover {
    let server: DemoServer
    var visitor: Visitor
    let key = TestKey()

    init(_ server: DemoServer) {
      self.server = server
      visitor = Visitor(server)
    }

    var thumbprint: String { JSONWebKey(.object(key.jwk))?.thumbprint ?? "" }

    /// A proof; each call makes a new one.
    func proof(
      _ method: String = "POST", at url: String? = nil, token: String? = nil, nonce: String? = nil,
      claims changes: [String: JSON?] = [:], header: [String: JSON] = [:]
    ) throws -> String {
      var claims: [String: JSON] = [
        "jti": .string(RandomText.make("")), "htm": .string(method), "htu": .string(url ?? visitor.realm + "/mint"),
        "iat": .integer(Int(server.now)),
      ]
      claims["ath"] = token.map { .string(AccessTokenHash.of($0)) }
      claims["nonce"] = nonce.map(JSON.string)
      for (name, value) in changes { claims[name] = value }
      let header = ["typ": "dpop+jwt", "jwk": .object(key.jwk)].merging(header) { $1 }
      return try key.sign(claims, header: header)
    }

    func exchange(_ proof: String?, _ changes: [String: String?] = [:]) async -> Reply {
      await visitor.exchange(await visitor.code(changes), headers: proof.map { ["DPoP": $0] } ?? [:])
    }

    func refresh(_ token: String, _ proof: String?) async -> Reply {
      let form = [
        "grant_type": "refresh_token", "refresh_token": token, "client_id": visitor.clientID,
        "resource": visitor.resource,
      ]
      return await visitor.token(form, [:], proof.map { ["DPoP": $0] } ?? [:])
    }

    func call(_ token: String, scheme: String = "DPoP", _ proof: String?) async -> Reply {
      await visitor.call("who_am_i", token: nil, headers: ["Authorization": "\(scheme) \(token)", "DPoP": proof])
    }
  }

  private func prove(
    _ behaviours: Set<Behaviour> = [.dpop], _ body: (inout Prover) async throws -> Void
  ) async throws {
    try await Stay.server(.init(consent: .allow, behaviours: behaviours)) { server in
      var prover = Prover(server)
      await prover.visitor.registered()
      try await body(&prover)
    }
  }

  private func bound(_ prover: Prover, _ body: (String, String) async throws -> Void) async throws {
    let tokens = await prover.exchange(try prover.proof()).json
    try await body(tokens["access_token"]?.string ?? "", tokens["refresh_token"]?.string ?? "")
  }

  @Test("dpop: a token that was asked for with a proof is bound to its key and works with it only")
  func binding() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let tokens = await prover.exchange(try prover.proof()).json
      #expect(tokens["token_type"] == "DPoP")
      let token = tokens["access_token"]?.string ?? ""
      let url = prover.server.mcpURL
      #expect(await prover.call(token, try prover.proof(at: url, token: token)).status == 200)
      #expect(await prover.call(token, scheme: "Bearer", nil).status == 401)
      #expect(await prover.call(token, nil).status == 401)
      let stranger = Prover(prover.server)
      #expect(await prover.call(token, try stranger.proof(at: url, token: token)).status == 401)
      let logged = try #require(prover.server.requests().last)
      #expect(logged.headers["authorization"]?.hasPrefix("DPoP sha256:") == true)
      #expect(logged.headers["dpop"]?.hasPrefix("sha256:") == true)
    }
  }

  @Test("dpop: a client that sends no proof gets what it always got")
  func unbound() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let tokens = await prover.exchange(nil).json
      #expect(tokens["token_type"] == "Bearer")
      let token = tokens["access_token"]?.string ?? ""
      #expect(await prover.call(token, scheme: "Bearer", nil).status == 200)
      #expect(await prover.call(token, try prover.proof(at: prover.server.mcpURL, token: token)).status == 401)
    }
  }

  @Test("dpop: both documents list the algorithms, and a challenge offers both schemes")
  func offer() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      #expect(await prover.visitor.metadata()["dpop_signing_alg_values_supported"] == ["ES256", "RS256", "EdDSA"])
      let place = prover.server.mcpURL.replacing("/tools", with: "/.well-known/oauth-protected-resource/tools")
      let resource = await RawClient.send("GET", place).json
      #expect(resource["dpop_bound_access_tokens_required"] == false)
      let challenges = await prover.visitor.call("who_am_i", token: nil).headers.filter {
        $0.name == "www-authenticate"
      }
      #expect(challenges.map { String($0.value.prefix { $0 != " " }) } == ["Bearer", "DPoP"])
    }
  }

  @Test(
    "one wrong claim in a proof is enough",
    arguments: [
      ("jti", nil), ("htm", nil), ("htm", "GET"), ("htu", nil), ("htu", "http://127.0.0.1:1/realm/demo/mint"),
      ("iat", nil), ("iat", 1), ("iat", 99_999_999_999),
    ] as [(String, JSON?)])
  func wrongClaim(name: String, value: JSON?) async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let refused = await prover.exchange(try prover.proof(claims: [name: value]))
      #expect(refused.status == 400)
      #expect(refused.error == "invalid_dpop_proof")
    }
  }

  @Test("htu has neither query nor fragment; another type, a private key, another key, no JWT are refused")
  func wrongProof() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let stranger = JSON.object(TestKey().jwk)
      let leaked = JSON.object(prover.key.jwk.merging(["d": "x"]) { $1 })
      let proofs = [
        try prover.proof(at: prover.visitor.realm + "/mint?x"), try prover.proof(header: ["typ": "JWT"]),
        try prover.proof(header: ["jwk": stranger]), try prover.proof(header: ["jwk": leaked]),
        try prover.proof(header: ["alg": "none"]), "no.jwt",
      ]
      for proof in proofs { #expect(await prover.exchange(proof).error == "invalid_dpop_proof") }
    }
  }

  @Test("a proof is good once, at either server")
  func replay() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let proof = try prover.proof()
      #expect(await prover.exchange(proof).status == 200)
      #expect(await prover.exchange(proof).error == "invalid_dpop_proof")
      try await bound(prover) { (token: String, _: String) async throws -> Void in
        let proof = try prover.proof(at: prover.server.mcpURL, token: token)
        #expect(await prover.call(token, proof).status == 200)
        let again = await prover.call(token, proof)
        #expect(again.status == 401)
        #expect(again.header("www-authenticate")?.hasPrefix("DPoP error=\"invalid_dpop_proof\"") == true)
      }
    }
  }

  @Test("ath must be the hash of the token the proof goes with")
  func tokenHash() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      try await bound(prover) { (token: String, _: String) async throws -> Void in
        let url = prover.server.mcpURL
        #expect(await prover.call(token, try prover.proof(at: url)).status == 401)
        #expect(await prover.call(token, try prover.proof(at: url, token: token + "x")).status == 401)
      }
    }
  }

  @Test("the refresh token of a public client is bound to the key, that of another client is not")
  func refresh() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      try await bound(prover) { (_: String, refreshToken: String) async throws -> Void in
        let stranger = Prover(prover.server)
        #expect(await prover.refresh(refreshToken, try stranger.proof()).error == "invalid_grant")
        #expect(await prover.refresh(refreshToken, nil).error == "invalid_grant")
        let refreshed = await prover.refresh(refreshToken, try prover.proof())
        #expect(refreshed.json["token_type"] == "DPoP")
      }
      let client = await prover.visitor.register(["token_endpoint_auth_method": "client_secret_post"]).json
      prover.visitor.clientID = client["client_id"]?.string ?? ""
      let secret = ["client_secret": client["client_secret"]?.string]
      let tokens = await prover.visitor.exchange(
        await prover.visitor.code(), secret, headers: ["DPoP": try prover.proof()])
      let other = Prover(prover.server)
      let refreshed = await prover.visitor.token(
        [
          "grant_type": "refresh_token", "refresh_token": tokens.json["refresh_token"]?.string ?? "",
          "client_id": prover.visitor.clientID, "resource": prover.visitor.resource,
        ], secret, ["DPoP": try other.proof()])
      #expect(refreshed.json["token_type"] == "DPoP")
    }
  }

  @Test("dpop_jkt: the code is bound to the key before there is a token")
  func boundCode() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let wanted = ["dpop_jkt": prover.thumbprint] as [String: String?]
      #expect(await prover.exchange(try Prover(prover.server).proof(), wanted).error == "invalid_grant")
      #expect(await prover.exchange(nil, wanted).error == "invalid_grant")
      #expect(await prover.exchange(try prover.proof(), wanted).status == 200)
    }
  }

  @Test("dpop_required: neither a token without a proof nor a request with a Bearer token")
  func required() async throws {
    try await prove([.dpopRequired]) { (prover: inout Prover) async throws -> Void in
      #expect(await prover.exchange(nil).error == "invalid_dpop_proof")
      let challenge = await prover.visitor.call("who_am_i", token: nil).header("www-authenticate") ?? ""
      #expect(challenge.hasPrefix("DPoP resource_metadata="))
      #expect(challenge.contains("algs=\"ES256 RS256 EdDSA\""))
      let place = prover.server.mcpURL.replacing("/tools", with: "/.well-known/oauth-protected-resource/tools")
      #expect(await RawClient.send("GET", place).json["dpop_bound_access_tokens_required"] == true)
      try await bound(prover) { (token: String, _: String) async throws -> Void in
        #expect(await prover.call(token, try prover.proof(at: prover.server.mcpURL, token: token)).status == 200)
      }
    }
  }

  @Test("dpop_bound_access_tokens: a client that registered for it gets nothing without a proof")
  func registration() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let client = await prover.visitor.register(["dpop_bound_access_tokens": true]).json
      #expect(client["dpop_bound_access_tokens"] == true)
      prover.visitor.clientID = client["client_id"]?.string ?? ""
      #expect(await prover.exchange(nil).error == "invalid_dpop_proof")
      #expect(await prover.exchange(try prover.proof()).status == 200)
      prover.server.setBehaviours(off: [.dpop])
      #expect(await prover.visitor.register(["dpop_bound_access_tokens": true]).json["dpop_bound_access_tokens"] == nil)
    }
  }

  @Test("dpop_nonces: the refusal tells the nonce; it stays good, and the other server's is another")
  func nonces() async throws {
    try await prove([.dpop, .dpopNonces]) { (prover: inout Prover) async throws -> Void in
      let refused = await prover.exchange(try prover.proof())
      #expect(refused.status == 400)
      #expect(refused.error == "use_dpop_nonce")
      let nonce = try #require(refused.header("dpop-nonce"))
      let tokens = await prover.exchange(try prover.proof(nonce: nonce))
      #expect(tokens.status == 200)
      #expect(tokens.header("dpop-nonce") == nil)
      #expect(await prover.exchange(try prover.proof(nonce: nonce)).status == 200)
      let (token, url) = (tokens.json["access_token"]?.string ?? "", prover.server.mcpURL)
      let again = await prover.call(token, try prover.proof(at: url, token: token, nonce: nonce))
      #expect(again.status == 401)
      #expect(again.header("www-authenticate")?.contains("error=\"use_dpop_nonce\"") == true)
      let other = try #require(again.header("dpop-nonce"))
      #expect(await prover.call(token, try prover.proof(at: url, token: token, nonce: other)).status == 200)
    }
  }

  @Test("dpop_rotating_nonces: each answer brings the next one, and the last one is spent")
  func rotatingNonces() async throws {
    try await prove([.dpop, .dpopRotatingNonces]) { (prover: inout Prover) async throws -> Void in
      let first = await prover.exchange(try prover.proof()).header("dpop-nonce")
      let tokens = await prover.exchange(try prover.proof(nonce: first))
      let second = tokens.header("dpop-nonce")
      #expect(second != nil && second != first)
      let refreshToken = tokens.json["refresh_token"]?.string ?? ""
      #expect(await prover.refresh(refreshToken, try prover.proof(nonce: first)).error == "use_dpop_nonce")
      #expect(await prover.refresh(refreshToken, try prover.proof(nonce: second)).status == 200)
      let (token, url) = (tokens.json["access_token"]?.string ?? "", prover.server.mcpURL)
      let third = await prover.call(token, try prover.proof(at: url, token: token)).header("dpop-nonce")
      let answer = await prover.call(token, try prover.proof(at: url, token: token, nonce: third))
      #expect(answer.status == 200)
      #expect(answer.header("dpop-nonce") != nil && answer.header("dpop-nonce") != third)
    }
  }

  @Test("dpop_ignored: listed, and the token is of type Bearer all the same")
  func ignored() async throws {
    try await prove([.dpopIgnored]) { (prover: inout Prover) async throws -> Void in
      #expect(await prover.visitor.metadata()["dpop_signing_alg_values_supported"] != nil)
      #expect(await prover.exchange(try prover.proof()).json["token_type"] == "Bearer")
    }
  }

  @Test("without the behaviour nothing is known of proofs")
  func unknown() async throws {
    try await prove([]) { (prover: inout Prover) async throws -> Void in
      #expect(await prover.visitor.metadata()["dpop_signing_alg_values_supported"] == nil)
      let tokens = await prover.exchange("nonsense").json
      #expect(tokens["token_type"] == "Bearer")
      #expect(await prover.call(tokens["access_token"]?.string ?? "", nil).status == 401)
    }
  }

  @Test("introspection and userinfo know about the key")
  func elsewhere() async throws {
    try await prove { (prover: inout Prover) async throws -> Void in
      let tokens = await prover.exchange(try prover.proof(), ["scope": "openid"]).json
      let token = tokens["access_token"]?.string ?? ""
      let said = await prover.visitor.post("/inspect", ["token": token, "client_id": prover.visitor.clientID]).json
      #expect(said["cnf"] == ["jkt": .string(prover.thumbprint)])
      #expect(said["token_type"] == "DPoP")
      let place = prover.visitor.realm + "/me"
      #expect(await RawClient.send("GET", place, headers: ["Authorization": "Bearer \(token)"]).status == 401)
      let proof = try prover.proof("GET", at: place, token: token)
      let claims = await RawClient.send("GET", place, headers: ["Authorization": "DPoP \(token)", "DPoP": proof])
      #expect(claims.json["sub"] == "ada")
    }
  }
}
