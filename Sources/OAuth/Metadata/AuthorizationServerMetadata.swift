public import HTTP

/// What an authorization server says about itself (RFC 8414 §2, OpenID Connect Discovery §3).
public struct AuthorizationServerMetadata: Sendable, Equatable {
  /// As the document spells it.
  public let issuer: String
  /// Nil where no grant of this server goes through a browser.
  public let authorizationEndpoint: WebURL?
  public let tokenEndpoint: WebURL
  public let registrationEndpoint: WebURL?
  public let revocationEndpoint: WebURL?
  /// RFC 9126 §5.
  public let pushedAuthorizationRequestEndpoint: WebURL?
  /// RFC 9126 §5, `require_pushed_authorization_requests`.
  public let requiresPushedAuthorizationRequests: Bool
  /// RFC 8628 §4.
  public let deviceAuthorizationEndpoint: WebURL?
  /// RFC 7662.
  public let introspectionEndpoint: WebURL?
  /// OpenID Connect Core §5.3.
  public let userinfoEndpoint: WebURL?
  public let scopesSupported: [String]?
  public let responseTypesSupported: [String]?
  public let grantTypesSupported: [String]?
  /// Nil where the document is silent, which means Basic (RFC 8414 §2).
  public let tokenEndpointAuthMethods: [String]?
  /// RFC 8414 §2, `token_endpoint_auth_signing_alg_values_supported`.
  public let tokenEndpointAuthSigningAlgorithms: [String]?
  /// Nil where the document is silent, which means Basic (RFC 8414 §2).
  public let revocationEndpointAuthMethods: [String]?
  /// Nil where the document is silent, which means no PKCE (RFC 8414 §2).
  public let codeChallengeMethods: [String]?
  /// RFC 9449 §5.1.
  public let dpopSigningAlgorithms: [String]?
  /// `authorization_grant_profiles_supported` of the identity assertion authorization grant.
  public let authorizationGrantProfiles: [String]?
  /// RFC 9728 §4.
  public let protectedResources: [String]?
  /// RFC 9207 §3.
  public let issParameterSupported: Bool
  public let clientIDMetadataDocumentSupported: Bool
  /// Members that could not be used and count as not said.
  public let flaws: [DocumentProblem]
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

  /// Where a person authorizes, once it is certain that the code flow can be used.
  ///
  /// Throws `insecureEndpoint` or `invalidDocument` where the endpoint that is named cannot be used, and `unsupported` where
  /// the server offers no code flow, or does not list `S256`: a client MUST then refuse to proceed
  /// (MCP 2026-07-28, Authorization Code Protection). A person may vouch for a server that leaves the list out; a list
  /// without `S256` is a statement, and stands.
  public func requireAuthorizationCode(allowingMissingPKCE: Bool = false) throws(OAuthError) -> WebURL {
    guard let authorizationEndpoint, responseTypesSupported?.contains("code") ?? true else {
      throw unusable("authorization_endpoint") ?? .unsupported(.codeResponseType)
    }
    guard let codeChallengeMethods else {
      guard allowingMissingPKCE else {
        throw .unsupported(
          .pkceUnstated(needsClient: registrationEndpoint == nil && !clientIDMetadataDocumentSupported))
      }
      return authorizationEndpoint
    }
    guard codeChallengeMethods.contains("S256") else { throw .unsupported(.pkceS256) }
    return authorizationEndpoint
  }

  /// Throws `unsupported` where the grants are listed and `client_credentials` is not among them. A list that is absent has a
  /// default (RFC 8414 §2) that nobody means who offers this grant.
  public func requireClientCredentials() throws(OAuthError) {
    guard grantTypesSupported?.contains(TokenRequest.clientGrant) ?? true else {
      throw .unsupported(.clientCredentials)
    }
  }

  /// Throws `unsupported` where the grants are listed and the one for assertions (RFC 7523 §2.1) is not among them.
  public func requireAssertions() throws(OAuthError) {
    guard grantTypesSupported?.contains(TokenRequest.assertionGrant) ?? true else {
      throw .unsupported(.assertions)
    }
  }

  /// Throws `unsupported` where tokens cannot be bound to a key of ours: no algorithm is listed, which means no DPoP, or
  /// ours is not (RFC 9449 §5.1). `isDemanded` tells who wants them: the MCP server, or else the person.
  public func requireBoundTokens(isDemanded: Bool) throws(OAuthError) {
    guard dpopSigningAlgorithms?.contains(DPoPKey.algorithm) ?? false else {
      throw .unsupported(.boundTokens(accepted: dpopSigningAlgorithms, isDemanded: isDemanded))
    }
  }

  /// Throws `unsupported` where the server does not say that it takes assertions of an identity provider
  /// (draft-ietf-oauth-identity-assertion-authz-grant; MCP, Enterprise-Managed Authorization).
  public func requireIdentityAssertions() throws(OAuthError) {
    let profile = "urn:ietf:params:oauth:grant-profile:id-jag"
    guard authorizationGrantProfiles?.contains(profile) ?? false else { throw .unsupported(.identityAssertions) }
    try requireAssertions()
  }

  /// Whether a client may register for them.
  public var offersIdentityAssertions: Bool { (try? requireIdentityAssertions()) != nil }

  /// Whether a client may register for the device grant: some servers name its endpoint and list other grants only.
  public var offersDeviceGrant: Bool {
    deviceAuthorizationEndpoint != nil && grantTypesSupported?.contains(TokenRequest.deviceGrant) ?? true
  }

  /// Where a device gets its codes (RFC 8628 §4). Throws `unsupported` where there is no such place, and `insecureEndpoint` or
  /// `invalidDocument` where the one that is named cannot be used.
  public func requireDeviceGrant() throws(OAuthError) -> WebURL {
    guard let deviceAuthorizationEndpoint else {
      throw unusable("device_authorization_endpoint") ?? .unsupported(.deviceGrant)
    }
    return deviceAuthorizationEndpoint
  }
}
