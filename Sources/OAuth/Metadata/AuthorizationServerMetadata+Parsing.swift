public import HTTP

extension AuthorizationServerMetadata {
  /// Reads a document and checks that it is this issuer's; what a flow needs besides is that flow's to check.
  ///
  /// `trusted` is an issuer that a person has vouched for at this place; it is taken as well.
  ///
  /// Throws `invalidDocument` for another `issuer` (RFC 8414 §3.3: the data MUST NOT be used) or none, and
  /// `insecureEndpoint` for a token endpoint that is neither https nor loopback. Whatever else cannot be used counts as not
  /// said, and is told by `flaws`.
  public static func parse(
    _ body: [UInt8], from source: String, issuer: String, trusted: String? = nil
  ) throws(OAuthError) -> AuthorizationServerMetadata {
    let document = DocumentProblem.Document.authorizationServerMetadata
    var members = try JSONDocument(body, as: document, from: source)
    let found = try members.exactText("issuer")
    guard Issuer.matches(found, issuer) || trusted.map({ Issuer.matches(found, $0) }) == true else {
      throw .invalidDocument(
        DocumentProblem(document, from: source, .mismatch(member: "issuer", expected: issuer, found: found)))
    }
    return try AuthorizationServerMetadata(&members, issuer: found, json: body)
  }

  /// Why a step cannot use an endpoint that is named and cannot be used; nil where none is named.
  public func unusable(_ endpoint: String) -> OAuthError? {
    for flaw in flaws {
      switch flaw.fault {
      case .unusable(endpoint, let value): return .insecureEndpoint(member: endpoint, url: value)
      // Null is a way of naming none.
      case .wrongType(endpoint, _) where flaw.found != "null": return .invalidDocument(flaw)
      default: break
      }
    }
    return nil
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

  /// Members as RFC 8414 §2 and the documents that extend it spell them.
  private init(_ members: inout JSONDocument, issuer: String, json: [UInt8]) throws(OAuthError) {
    self.issuer = issuer
    tokenEndpoint = try members.neededEndpoint("token_endpoint")
    authorizationEndpoint = members.endpoint("authorization_endpoint")
    registrationEndpoint = members.endpoint("registration_endpoint")
    revocationEndpoint = members.endpoint("revocation_endpoint")
    pushedAuthorizationRequestEndpoint = members.endpoint("pushed_authorization_request_endpoint")
    requiresPushedAuthorizationRequests = members.flag("require_pushed_authorization_requests") ?? false
    deviceAuthorizationEndpoint = members.endpoint("device_authorization_endpoint")
    introspectionEndpoint = members.endpoint("introspection_endpoint")
    userinfoEndpoint = members.endpoint("userinfo_endpoint")
    scopesSupported = members.list("scopes_supported")
    responseTypesSupported = members.list("response_types_supported")
    grantTypesSupported = members.list("grant_types_supported")
    tokenEndpointAuthMethods = members.list("token_endpoint_auth_methods_supported")
    tokenEndpointAuthSigningAlgorithms = members.list("token_endpoint_auth_signing_alg_values_supported")
    revocationEndpointAuthMethods = members.list("revocation_endpoint_auth_methods_supported")
    codeChallengeMethods = members.list("code_challenge_methods_supported")
    dpopSigningAlgorithms = members.list("dpop_signing_alg_values_supported")
    authorizationGrantProfiles = members.list("authorization_grant_profiles_supported")
    protectedResources = members.list("protected_resources")
    issParameterSupported = members.flag("authorization_response_iss_parameter_supported") ?? false
    clientIDMetadataDocumentSupported = members.flag("client_id_metadata_document_supported") ?? false
    flaws = members.flaws
    self.json = json
  }
}
