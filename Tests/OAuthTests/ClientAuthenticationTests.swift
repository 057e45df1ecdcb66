import HTTP
import OAuth
import Testing

@Suite struct ClientAuthenticationTests {
  static let secret = Secret("p:w %é+")

  static func refresh(_ client: OAuthClient) throws -> HTTPRequest {
    TokenRequest.refresh(Secret("rt"), resource: nil, client: client, at: try Exchange.url("https://as/token"))
  }

  @Test("Basic has both parts form-encoded before they are joined, and no secret in the body")
  func basic() throws {
    let request = try Self.refresh(OAuthClient(id: "a:b c", secret: Self.secret, method: .clientSecretBasic))
    // a%3Ab+c:p%3Aw+%25%C3%A9%2B
    #expect(request.headers.all("Authorization") == ["Basic YSUzQWIrYzpwJTNBdyslMjUlQzMlQTklMkI="])
    #expect(try Exchange.fields(request) == ["grant_type=refresh_token", "refresh_token=rt", "client_id=a:b c"])
  }

  @Test("post has the secret in the body and no header")
  func post() throws {
    let request = try Self.refresh(OAuthClient(id: "a:b c", secret: Self.secret, method: .clientSecretPost))
    #expect(request.headers["Authorization"] == nil)
    #expect(
      try Exchange.fields(request) == [
        "grant_type=refresh_token", "refresh_token=rt", "client_id=a:b c", "client_secret=p:w %é+",
      ])
  }

  @Test("a public client sends its id only, even where it was given a secret", arguments: [nil, "unused"])
  func none(_ secret: String?) throws {
    let request = try Self.refresh(OAuthClient(id: "c", secret: secret.map { Secret($0) }, method: .none))
    #expect(request.headers["Authorization"] == nil)
    #expect(try Exchange.fields(request) == ["grant_type=refresh_token", "refresh_token=rt", "client_id=c"])
  }

  @Test(
    "whatever the method and the request, there is one method at most and the id in the body once",
    arguments: ClientAuthenticationMethod.allCases, ["s", nil])
  func oneMethod(_ method: ClientAuthenticationMethod, _ secret: String?) throws {
    let key = try SigningKey(pem: Secret(PublishedKey.edDSA))
    let client = try OAuthClient(id: "c", secret: secret.map { Secret($0) }, key: key, method: method)
      .asserting(audience: "https://as", at: ClientAssertionTests.now, id: "j")
    let endpoint = try Exchange.url("https://as/x")
    let requests = [
      TokenRequest.refresh(Secret("r"), resource: "https://h", client: client, at: endpoint),
      TokenRequest.code(
        Secret("k"), verifier: Secret("v"), redirectURI: endpoint, resource: nil, client: client, at: endpoint),
      Revocation.request(Secret("r"), kind: .refreshToken, client: client, at: endpoint),
      Revocation.requestWithEmptySecret(Secret("r"), kind: .refreshToken, client: client, at: endpoint),
    ]
    for request in requests {
      let fields = try Exchange.fields(request)
      let inBody = fields.filter { $0.hasPrefix("client_secret=") && $0 != "client_secret=" }.count
      let asserted = fields.filter { $0.hasPrefix("client_assertion=") }.count
      let expected = method == .none || (method != .privateKeyJWT && secret == nil) ? 0 : 1
      #expect(inBody + asserted + request.headers.all("Authorization").count == expected)
      #expect(fields.filter { $0.hasPrefix("client_id=") } == ["client_id=c"])
      #expect(Set(fields.map { $0.prefix { $0 != "=" } }).count == fields.count, "a field comes twice")
    }
  }

  @Test(
    "a client registers as a public one where it can",
    arguments: [
      (nil, .clientSecretBasic), (["none", "client_secret_post"], ClientAuthenticationMethod.none),
      (["client_secret_post", "client_secret_basic"], .clientSecretBasic), (["client_secret_post"], .clientSecretPost),
      (["private_key_jwt"], nil), ([], nil),
    ] as [([String]?, ClientAuthenticationMethod?)])
  func registering(_ supported: [String]?, _ expected: ClientAuthenticationMethod?) {
    #expect(ClientAuthenticationMethod.toRegister(supported: supported) == expected)
  }

  @Test(
    "a method that the issuer refused once is not asked for again",
    arguments: [
      (["none", "client_secret_post"], ["none"], ClientAuthenticationMethod.clientSecretPost),
      (["none", "client_secret_post"], ["none", "client_secret_post"], nil),
      (["none"], ["client_secret_basic"], ClientAuthenticationMethod.none),
    ] as [([String]?, [String], ClientAuthenticationMethod?)])
  func registeringAgain(_ supported: [String]?, _ refused: [String], _ expected: ClientAuthenticationMethod?) {
    #expect(ClientAuthenticationMethod.toRegister(supported: supported, refused: refused) == expected)
  }

  @Test(
    "a client that was given uses its secret, with Basic unless only post is listed",
    arguments: [
      (false, ["client_secret_basic"], ClientAuthenticationMethod.none), (false, nil, .none),
      (true, nil, .clientSecretBasic), (true, ["client_secret_post"], .clientSecretPost),
      (true, ["client_secret_post", "client_secret_basic"], .clientSecretBasic), (true, ["none"], .clientSecretBasic),
    ] as [(Bool, [String]?, ClientAuthenticationMethod)])
  func given(_ hasSecret: Bool, _ supported: [String]?, _ expected: ClientAuthenticationMethod) {
    #expect(ClientAuthenticationMethod.forGivenClient(hasSecret: hasSecret, supported: supported) == expected)
  }

  @Test("a client with a key signs, whatever else it was given", arguments: [true, false])
  func givenKey(_ hasSecret: Bool) {
    #expect(
      ClientAuthenticationMethod.forGivenClient(hasSecret: hasSecret, hasKey: true, supported: ["client_secret_basic"])
        == .privateKeyJWT)
  }

  typealias Row = (
    registered: ClientAuthenticationMethod, has: String, supported: [String]?, refused: [String],
    expected: [ClientAuthenticationMethod]
  )

  static let order: [Row] = [
    // The registered method where it is listed, or nothing is.
    (.clientSecretPost, "secret", nil, [], [.clientSecretPost, .clientSecretBasic]),
    (.clientSecretBasic, "secret", nil, [], [.clientSecretBasic]), (.none, "", nil, [], [.none]),
    (
      .clientSecretPost, "secret", ["client_secret_basic", "client_secret_post"], [],
      [.clientSecretPost, .clientSecretBasic]
    ),
    // Else the first one listed that the client can use.
    (.clientSecretPost, "secret", ["client_secret_basic"], [], [.clientSecretBasic]),
    (
      .clientSecretPost, "secret key", ["none", "client_secret_basic", "private_key_jwt"], [],
      [.privateKeyJWT, .clientSecretBasic]
    ),
    (.clientSecretBasic, "secret", ["none"], [], [.none]),
    // A client that can use nothing listed tries its own.
    (.none, "", ["client_secret_basic", "client_secret_post"], [], [.none]),
    (.privateKeyJWT, "key", ["client_secret_basic"], [], [.privateKeyJWT]),
    // A secret that came with none.
    (.none, "secret", ["none", "client_secret_basic"], [], [.none, .clientSecretBasic]),
    (.none, "secret", nil, [], [.none, .clientSecretBasic]),
    // What the issuer refused comes last, and is not given up.
    (.none, "secret", ["none", "client_secret_basic"], ["none"], [.clientSecretBasic, .none]),
    (.clientSecretBasic, "secret", nil, ["client_secret_basic"], [.clientSecretBasic]),
    (
      .clientSecretBasic, "secret", ["client_secret_basic", "client_secret_post"], ["client_secret_basic"],
      [.clientSecretPost, .clientSecretBasic]
    ),
  ]

  @Test("the methods to try at the token endpoint, in order", arguments: order)
  func trying(_ row: Row) {
    #expect(
      ClientAuthenticationMethod.toTry(
        registered: row.registered, hasSecret: row.has.contains("secret"), hasKey: row.has.contains("key"),
        supported: row.supported, refused: row.refused) == row.expected)
  }
}
