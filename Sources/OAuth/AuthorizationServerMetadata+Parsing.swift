public import HTTP

extension AuthorizationServerMetadata {
  /// Reads a document and checks that it is this issuer's; what a flow needs besides is that flow's to check.
  ///
  /// Throws `invalidDocument` for a wrong member or another `issuer` (RFC 8414 §3.3: the data MUST NOT be used), and
  /// `insecureEndpoint` for an endpoint that is neither https nor loopback.
  public static func parse(
    _ body: [UInt8], from source: String, issuer: String
  ) throws(OAuthError) -> AuthorizationServerMetadata {
    let document = DocumentProblem.Document.authorizationServerMetadata
    let wire = try DocumentProblem.decode(Wire.self, body, as: document, from: source)
    guard Issuer.matches(wire.issuer, issuer) else {
      throw .invalidDocument(
        DocumentProblem(document, from: source, .mismatch(member: "issuer", expected: issuer, found: wire.issuer)))
    }
    return try AuthorizationServerMetadata(wire, json: body)
  }

  /// Every endpoint that is named, with the member that names it.
  public var namedEndpoints: [(member: String, url: WebURL)] {
    let all: [(String, WebURL?)] = [
      ("authorization_endpoint", authorizationEndpoint), ("token_endpoint", tokenEndpoint),
      ("registration_endpoint", registrationEndpoint), ("revocation_endpoint", revocationEndpoint),
      ("pushed_authorization_request_endpoint", pushedAuthorizationRequestEndpoint),
      ("device_authorization_endpoint", deviceAuthorizationEndpoint),
      ("introspection_endpoint", introspectionEndpoint), ("userinfo_endpoint", userinfoEndpoint),
    ]
    return all.compactMap { member, url in url.map { (member, $0) } }
  }

  private init(_ wire: Wire, json: [UInt8]) throws(OAuthError) {
    issuer = wire.issuer
    authorizationEndpoint = try Self.endpoint(wire.authorization_endpoint, "authorization_endpoint")
    tokenEndpoint = try Self.required(wire.token_endpoint, "token_endpoint")
    registrationEndpoint = try Self.endpoint(wire.registration_endpoint, "registration_endpoint")
    revocationEndpoint = try Self.endpoint(wire.revocation_endpoint, "revocation_endpoint")
    pushedAuthorizationRequestEndpoint = try Self.endpoint(
      wire.pushed_authorization_request_endpoint, "pushed_authorization_request_endpoint")
    requiresPushedAuthorizationRequests = wire.require_pushed_authorization_requests ?? false
    deviceAuthorizationEndpoint = try Self.endpoint(
      wire.device_authorization_endpoint, "device_authorization_endpoint")
    introspectionEndpoint = try Self.endpoint(wire.introspection_endpoint, "introspection_endpoint")
    userinfoEndpoint = try Self.endpoint(wire.userinfo_endpoint, "userinfo_endpoint")
    scopesSupported = wire.scopes_supported
    responseTypesSupported = wire.response_types_supported
    grantTypesSupported = wire.grant_types_supported
    tokenEndpointAuthMethods = wire.token_endpoint_auth_methods_supported
    tokenEndpointAuthSigningAlgorithms = wire.token_endpoint_auth_signing_alg_values_supported
    revocationEndpointAuthMethods = wire.revocation_endpoint_auth_methods_supported
    codeChallengeMethods = wire.code_challenge_methods_supported
    dpopSigningAlgorithms = wire.dpop_signing_alg_values_supported
    authorizationGrantProfiles = wire.authorization_grant_profiles_supported
    protectedResources = wire.protected_resources
    issParameterSupported = wire.authorization_response_iss_parameter_supported ?? false
    clientIDMetadataDocumentSupported = wire.client_id_metadata_document_supported ?? false
    self.json = json
  }

  private static func endpoint(_ text: String?, _ member: String) throws(OAuthError) -> WebURL? {
    guard let text else { return nil }
    return try required(text, member)
  }

  private static func required(_ text: String, _ member: String) throws(OAuthError) -> WebURL {
    guard let url = WebURL(text), url.isSecure else { throw .insecureEndpoint(member: member, url: text) }
    return url
  }

  /// Member names as RFC 8414 §2 and the documents that extend it spell them.
  private struct Wire: Decodable {
    let issuer: String
    let authorization_endpoint: String?
    let token_endpoint: String
    let registration_endpoint: String?
    let revocation_endpoint: String?
    let pushed_authorization_request_endpoint: String?
    let require_pushed_authorization_requests: Bool?
    let device_authorization_endpoint: String?
    let introspection_endpoint: String?
    let userinfo_endpoint: String?
    let scopes_supported: [String]?
    let response_types_supported: [String]?
    let grant_types_supported: [String]?
    let token_endpoint_auth_methods_supported: [String]?
    let token_endpoint_auth_signing_alg_values_supported: [String]?
    let revocation_endpoint_auth_methods_supported: [String]?
    let code_challenge_methods_supported: [String]?
    let dpop_signing_alg_values_supported: [String]?
    let authorization_grant_profiles_supported: [String]?
    let protected_resources: [String]?
    let authorization_response_iss_parameter_supported: Bool?
    let client_id_metadata_document_supported: Bool?
  }
}
