public import HTTP

/// What an authorization server says about itself (RFC 8414 §2, OpenID Connect Discovery §3).
public struct AuthorizationServerMetadata: Sendable, Equatable {
  /// As the document spells it.
  public let issuer: String
  public let authorizationEndpoint: WebURL
  public let tokenEndpoint: WebURL
  public let registrationEndpoint: WebURL?
  public let revocationEndpoint: WebURL?
  public let scopesSupported: [String]?
  public let grantTypesSupported: [String]?
  /// Nil where the document is silent, which means Basic (RFC 8414 §2).
  public let tokenEndpointAuthMethods: [String]?
  public let codeChallengeMethods: [String]?
  /// RFC 9207 §3.
  public let issParameterSupported: Bool
  public let clientIDMetadataDocumentSupported: Bool
  /// The document as it came: what the registry keeps and reads again.
  public let json: [UInt8]

  /// The documents to ask for, in the order MCP 2026-07-28, Authorization Server Discovery, demands.
  public static func candidates(issuer: WebURL) -> [WebURL] {
    let oauth = "oauth-authorization-server", openID = "openid-configuration"
    guard !WellKnown.pathWithoutSlash(issuer).isEmpty else {
      return [WellKnown.root(oauth, of: issuer), WellKnown.root(openID, of: issuer)].compactMap(\.self)
    }
    return [
      WellKnown.inserted(oauth, into: issuer), WellKnown.inserted(openID, into: issuer),
      WellKnown.appended(openID, to: issuer),
    ].compactMap(\.self)
  }

  /// Reads a document and checks that it is this issuer's.
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
    return try AuthorizationServerMetadata(
      issuer: wire.issuer,
      authorizationEndpoint: endpoint(wire.authorization_endpoint, "authorization_endpoint"),
      tokenEndpoint: endpoint(wire.token_endpoint, "token_endpoint"),
      registrationEndpoint: optionalEndpoint(wire.registration_endpoint, "registration_endpoint"),
      revocationEndpoint: optionalEndpoint(wire.revocation_endpoint, "revocation_endpoint"),
      scopesSupported: wire.scopes_supported, grantTypesSupported: wire.grant_types_supported,
      tokenEndpointAuthMethods: wire.token_endpoint_auth_methods_supported,
      codeChallengeMethods: wire.code_challenge_methods_supported,
      issParameterSupported: wire.authorization_response_iss_parameter_supported ?? false,
      clientIDMetadataDocumentSupported: wire.client_id_metadata_document_supported ?? false, json: body
    )
    .checked(responseTypes: wire.response_types_supported)
  }

  /// MCP 2026-07-28, Authorization Code Protection: without `S256` in the metadata a client MUST refuse to proceed.
  private func checked(responseTypes: [String]?) throws(OAuthError) -> AuthorizationServerMetadata {
    if let responseTypes, !responseTypes.contains("code") { throw .unsupported(.codeResponseType) }
    guard codeChallengeMethods?.contains("S256") == true else { throw .unsupported(.pkceS256) }
    return self
  }

  private static func endpoint(_ text: String, _ member: String) throws(OAuthError) -> WebURL {
    guard let url = WebURL(text), url.isSecure else { throw .insecureEndpoint(member: member, url: text) }
    return url
  }

  private static func optionalEndpoint(_ text: String?, _ member: String) throws(OAuthError) -> WebURL? {
    guard let text else { return nil }
    return try endpoint(text, member)
  }

  /// Member names as RFC 8414 §2 spells them.
  private struct Wire: Decodable {
    let issuer: String
    let authorization_endpoint: String
    let token_endpoint: String
    let registration_endpoint: String?
    let revocation_endpoint: String?
    let scopes_supported: [String]?
    let response_types_supported: [String]?
    let grant_types_supported: [String]?
    let token_endpoint_auth_methods_supported: [String]?
    let code_challenge_methods_supported: [String]?
    let authorization_response_iss_parameter_supported: Bool?
    let client_id_metadata_document_supported: Bool?
  }
}
