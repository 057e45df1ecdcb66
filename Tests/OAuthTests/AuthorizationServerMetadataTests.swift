import HTTP
import OAuth
import Testing

@Suite struct AuthorizationServerMetadataTests {
  typealias Metadata = AuthorizationServerMetadata

  static let required = """
    "issuer":"https://as","authorization_endpoint":"https://as/authorize","token_endpoint":"https://as/token",
    "code_challenge_methods_supported":["plain","S256"]
    """

  static func parse(_ members: String, issuer: String = "https://as") throws -> Metadata {
    try Metadata.parse(Array("{\(members)}".utf8), from: "https://as/doc", issuer: issuer)
  }

  @Test("a document with the required members only has the defaults of RFC 8414")
  func defaults() throws {
    let metadata = try Self.parse(Self.required)
    #expect(metadata.issuer == "https://as")
    #expect(metadata.authorizationEndpoint?.raw == "https://as/authorize")
    #expect(metadata.tokenEndpoint.raw == "https://as/token")
    #expect(metadata.registrationEndpoint == nil)
    #expect(metadata.revocationEndpoint == nil)
    #expect(metadata.scopesSupported == nil)
    #expect(metadata.grantTypesSupported == nil)
    #expect(metadata.tokenEndpointAuthMethods == nil)
    #expect(!metadata.issParameterSupported)
    #expect(!metadata.clientIDMetadataDocumentSupported)
    #expect(metadata.json == Array("{\(Self.required)}".utf8))
  }

  @Test("every member this client uses is read")
  func members() throws {
    let metadata = try Self.parse(
      """
      \(Self.required),"registration_endpoint":"https://as/register","revocation_endpoint":"https://r.example/revoke",
      "scopes_supported":["a"],"response_types_supported":["token","code"],"grant_types_supported":["refresh_token"],
      "token_endpoint_auth_methods_supported":["none"],"authorization_response_iss_parameter_supported":true,
      "client_id_metadata_document_supported":true,"jwks_uri":7,
      "pushed_authorization_request_endpoint":"https://as/par","require_pushed_authorization_requests":true,
      "device_authorization_endpoint":"https://as/device","introspection_endpoint":"https://as/introspect",
      "userinfo_endpoint":"https://as/userinfo","dpop_signing_alg_values_supported":["ES256"],
      "authorization_grant_profiles_supported":["p"],"protected_resources":["https://mcp"],
      "token_endpoint_auth_signing_alg_values_supported":["EdDSA"],
      "revocation_endpoint_auth_methods_supported":["client_secret_basic"]
      """)
    #expect(metadata.registrationEndpoint?.raw == "https://as/register")
    #expect(metadata.revocationEndpoint?.raw == "https://r.example/revoke")
    #expect(metadata.scopesSupported == ["a"])
    #expect(metadata.grantTypesSupported == ["refresh_token"])
    #expect(metadata.tokenEndpointAuthMethods == ["none"])
    #expect(metadata.codeChallengeMethods == ["plain", "S256"])
    #expect(metadata.issParameterSupported)
    #expect(metadata.clientIDMetadataDocumentSupported)
    #expect(metadata.pushedAuthorizationRequestEndpoint?.raw == "https://as/par")
    #expect(metadata.requiresPushedAuthorizationRequests)
    #expect(metadata.deviceAuthorizationEndpoint?.raw == "https://as/device")
    #expect(metadata.introspectionEndpoint?.raw == "https://as/introspect")
    #expect(metadata.userinfoEndpoint?.raw == "https://as/userinfo")
    #expect(metadata.dpopSigningAlgorithms == ["ES256"])
    #expect(metadata.authorizationGrantProfiles == ["p"])
    #expect(metadata.protectedResources == ["https://mcp"])
    #expect(metadata.tokenEndpointAuthSigningAlgorithms == ["EdDSA"])
    #expect(metadata.revocationEndpointAuthMethods == ["client_secret_basic"])
    #expect(metadata.namedEndpoints.count == 8)
  }

  @Test("tokens can be bound to a key only where ES256 is listed; silence means no DPoP")
  func boundTokens() throws {
    let listing = try Self.parse(#"\#(Self.required),"dpop_signing_alg_values_supported":["RS256","ES256"]"#)
    try listing.requireBoundTokens(isDemanded: true)
    let silent = try Self.parse(Self.required)
    #expect(throws: OAuthError.unsupported(.boundTokens(accepted: nil, isDemanded: true))) {
      try silent.requireBoundTokens(isDemanded: true)
    }
    let other = try Self.parse(#"\#(Self.required),"dpop_signing_alg_values_supported":["RS256"]"#)
    #expect(throws: OAuthError.unsupported(.boundTokens(accepted: ["RS256"], isDemanded: false))) {
      try other.requireBoundTokens(isDemanded: false)
    }
  }

  @Test(
    "the issuer must be the one asked for, save for a lone slash where there is no path",
    arguments: [
      ("https://as", "https://as", true), ("https://as", "https://as/", true), ("https://as/", "https://as", true),
      ("https://as/t", "https://as/t", true), ("https://as/t", "https://as/t/", false),
      ("https://as/t/", "https://as/t", false), ("https://as", "https://as//", false),
      ("https://as", "https://AS", false), ("https://as", "https://as:443", false), ("https://as", "http://as", false),
      ("https://as", "https://as.evil", false), ("https://as", "https://evil", false), ("https://as", "", false),
      ("https://as/t", "https://as", false), ("https://as/a%2Fb", "https://as/a/b", false),
      ("https://as?x", "https://as?x/", false), ("https://as/K", "https://as/\u{212A}", false),
    ])
  func issuer(_ asked: String, _ said: String, _ accepted: Bool) throws {
    let members = Self.required.replacing("\"https://as\"", with: "\"\(said)\"")
    let fault = try Exchange.fault { _ = try Self.parse(members, issuer: asked) }
    #expect(fault == (accepted ? nil : .mismatch(member: "issuer", expected: asked, found: said)))
    // The document's spelling is kept: the `iss` of an authorization response is compared with it.
    if accepted { #expect(try Self.parse(members, issuer: asked).issuer == said) }
  }

  @Test(
    "without S256 there is no login",
    arguments: ["", ",\"code_challenge_methods_supported\":[]", ",\"code_challenge_methods_supported\":[\"plain\"]"])
  func noS256(_ member: String) throws {
    let members = """
      "issuer":"https://as","authorization_endpoint":"https://as/a","token_endpoint":"https://as/t"\(member)
      """
    let metadata = try Self.parse(members)
    let missing = OAuthError.unsupported(member.isEmpty ? .pkceUnstated(needsClient: true) : .pkceS256)
    #expect(throws: missing) { try metadata.requireAuthorizationCode() }
    // A person may vouch for silence, not for a list that says otherwise.
    let vouched = Result { () throws(OAuthError) in
      try metadata.requireAuthorizationCode(allowingMissingPKCE: true).raw
    }
    #expect(vouched == (member.isEmpty ? .success("https://as/a") : .failure(.unsupported(.pkceS256))))
  }

  @Test("without the code response type there is no login", arguments: ["[]", "[\"token\",\"code id_token\"]"])
  func noCode(_ list: String) throws {
    let metadata = try Self.parse("\(Self.required),\"response_types_supported\":\(list)")
    #expect(throws: OAuthError.unsupported(.codeResponseType)) { try metadata.requireAuthorizationCode() }
  }

  @Test("without an authorization endpoint there is no browser, and the tokens of other grants are had all the same")
  func noAuthorizationEndpoint() throws {
    let metadata = try Self.parse("\"issuer\":\"https://as\",\"token_endpoint\":\"https://as/t\"")
    #expect(metadata.tokenEndpoint.raw == "https://as/t")
    #expect(throws: OAuthError.unsupported(.codeResponseType)) { try metadata.requireAuthorizationCode() }
  }

  static let hostile = [
    "http://as/x", "http://10.0.0.1/x", "http://127.0.0.1.evil/x", "javascript:alert(1)", "data:text/html,x",
    "file:///etc/passwd", "--help", "", "/x", "//as/x", "ftp://as/x", "https://u:p@as/x", "https://as/x#y",
    "https://as/`id`", "https://as/ x", "https://as/\\u0000", "https:///x", "HTTP://AS/x",
  ]

  @Test("a token endpoint over which no secret may travel is refused by name", arguments: hostile)
  func insecure(_ url: String) throws {
    let json = url.replacing("\\u0000", with: "\u{0}")
    let members = Self.required.replacing("\"https://as/token\"", with: "\"\(url)\"")
    #expect(throws: OAuthError.insecureEndpoint(member: "token_endpoint", url: json)) { try Self.parse(members) }
  }

  @Test("any other endpoint of that kind counts as not said, until a step needs it", arguments: hostile)
  func insecureAndUnneeded(_ url: String) throws {
    let json = url.replacing("\\u0000", with: "\u{0}")
    for member in [
      "registration_endpoint", "revocation_endpoint", "pushed_authorization_request_endpoint",
      "device_authorization_endpoint", "introspection_endpoint", "userinfo_endpoint",
    ] {
      let metadata = try Self.parse("\(Self.required),\"\(member)\":\"\(url)\"")
      #expect(metadata.namedEndpoints.map(\.member) == ["authorization_endpoint", "token_endpoint"])
      #expect(metadata.unusable(member) == .insecureEndpoint(member: member, url: json))
      #expect(metadata.flaws.count == 1)
    }
    let members = Self.required.replacing("\"https://as/authorize\"", with: "\"\(url)\"")
    let metadata = try Self.parse(members)
    #expect(throws: OAuthError.insecureEndpoint(member: "authorization_endpoint", url: json)) {
      try metadata.requireAuthorizationCode()
    }
    let device = try Self.parse("\(Self.required),\"device_authorization_endpoint\":\"\(url)\"")
    #expect(throws: OAuthError.insecureEndpoint(member: "device_authorization_endpoint", url: json)) {
      try device.requireDeviceGrant()
    }
  }

  @Test("an endpoint that is null is none", arguments: ["registration_endpoint", "device_authorization_endpoint"])
  func nullEndpoint(_ member: String) throws {
    #expect(try Self.parse("\(Self.required),\"\(member)\":null").unusable(member) == nil)
    #expect(try Self.parse("\(Self.required),\"\(member)\":7").unusable(member) != nil)
  }

  static let members: [(name: String, isNamed: @Sendable (Metadata) -> Bool)] = [
    ("registration_endpoint", { $0.registrationEndpoint != nil }),
    ("revocation_endpoint", { $0.revocationEndpoint != nil }),
    ("pushed_authorization_request_endpoint", { $0.pushedAuthorizationRequestEndpoint != nil }),
    ("require_pushed_authorization_requests", { $0.requiresPushedAuthorizationRequests }),
    ("device_authorization_endpoint", { $0.deviceAuthorizationEndpoint != nil }),
    ("introspection_endpoint", { $0.introspectionEndpoint != nil }),
    ("userinfo_endpoint", { $0.userinfoEndpoint != nil }), ("scopes_supported", { $0.scopesSupported != nil }),
    ("response_types_supported", { $0.responseTypesSupported != nil }),
    ("grant_types_supported", { $0.grantTypesSupported != nil }),
    ("token_endpoint_auth_methods_supported", { $0.tokenEndpointAuthMethods != nil }),
    ("token_endpoint_auth_signing_alg_values_supported", { $0.tokenEndpointAuthSigningAlgorithms != nil }),
    ("revocation_endpoint_auth_methods_supported", { $0.revocationEndpointAuthMethods != nil }),
    ("dpop_signing_alg_values_supported", { $0.dpopSigningAlgorithms != nil }),
    ("authorization_grant_profiles_supported", { $0.authorizationGrantProfiles != nil }),
    ("protected_resources", { $0.protectedResources != nil }),
    ("authorization_response_iss_parameter_supported", { $0.issParameterSupported }),
    ("client_id_metadata_document_supported", { $0.clientIDMetadataDocumentSupported }),
  ]

  @Test(
    "a member that is null, empty or of another type counts as not said", arguments: ["null", "\"\"", "7", "{}", "[7]"])
  func notSaid(_ value: String) throws {
    for member in Self.members {
      let metadata = try Self.parse("\(Self.required),\"\(member.name)\":\(value)")
      #expect(!member.isNamed(metadata), "\(member.name)")
      #expect(metadata.flaws.count == 1, "\(member.name)")
    }
  }

  @Test("a text stands for a list, a list of one for a text, and a truth value may be in quotes")
  func understood() throws {
    let metadata = try Self.parse(
      """
      \(Self.required),"scopes_supported":"a b,c","registration_endpoint":["https://as/register"],\
      "authorization_response_iss_parameter_supported":"true","client_id_metadata_document_supported":"False",\
      "grant_types_supported":["refresh_token",null],"x":1e999
      """)
    #expect(metadata.scopesSupported == ["a", "b", "c"])
    #expect(metadata.registrationEndpoint?.raw == "https://as/register")
    #expect(metadata.issParameterSupported)
    #expect(!metadata.clientIDMetadataDocumentSupported)
    #expect(metadata.grantTypesSupported == ["refresh_token"])
    #expect(metadata.flaws.map(\.fault) == [.wrongType(member: "grant_types_supported", expected: "array of strings")])
  }

  @Test(
    "plain http is for this machine", arguments: ["http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]:9/x"])
  func loopback(_ url: String) throws {
    #expect(try Self.parse("\(Self.required),\"revocation_endpoint\":\"\(url)\"").revocationEndpoint?.raw == url)
  }

  @Test(
    "a missing endpoint, a wrong type and a torn document are told apart",
    arguments: [
      ("\"issuer\":\"https://as\",\"authorization_endpoint\":\"https://as/a\"", .missing(member: "token_endpoint")),
      ("\"token_endpoint\":\"https://as/t\"", .missing(member: "issuer")),
      (
        "\"issuer\":[\"https://as\"],\"token_endpoint\":\"https://as/t\"",
        .wrongType(member: "issuer", expected: "string")
      ),
      ("\"issuer\":\"https://as\",\"token_endpoint\":7", .wrongType(member: "token_endpoint", expected: "string")),
      ("\(required),\"scopes_supported\":[", .notJSON),
    ] as [(String, DocumentProblem.Fault)])
  func faults(_ members: String, _ expected: DocumentProblem.Fault) throws {
    #expect(try Exchange.fault { _ = try Self.parse(members) } == expected)
  }

  @Test("nesting without end is refused, not followed")
  func nesting() throws {
    let nested = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    #expect(
      try Exchange.fault { _ = try Self.parse("\(Self.required),\"x\":\(nested)") } == .tooDeep(limit: 64))
  }
}
