/// What an OAuth exchange can end in, other than success.
public enum OAuthError: Error, Sendable, Equatable, Codable {
  /// The server said no in a body: RFC 6749 §5.2, RFC 7591 §3.2.2, RFC 7009 §2.2.1.
  case refused(Refusal)
  /// The server said no through the browser: RFC 6749 §4.1.2.1.
  case redirected(code: String, description: String?)
  /// A document came and cannot be accepted.
  case invalidDocument(DocumentProblem)
  /// An answer came that says nothing about the request: an outage page, a proxy, a wrong path.
  case httpFailure(HTTPFailure)
  /// A URL from a document over which no secret may travel. `member` is where it stood.
  case insecureEndpoint(member: String, url: String)
  /// The server does not offer what this client must have.
  case unsupported(Feature)

  /// What an authorization server can lack.
  public enum Feature: Sendable, Equatable, Codable {
    /// `code_challenge_methods_supported` without `S256`.
    case pkceS256
    /// No `code_challenge_methods_supported`, which means no PKCE (RFC 8414 §2) and is often an oversight.
    /// The server does not say that it checks PKCE; whether it registers no clients either.
    case pkceUnstated(needsClient: Bool)
    /// `response_types_supported` without `code`.
    case codeResponseType
    /// Requests must be pushed (RFC 9126), and no endpoint for that is named.
    case pushedRequests
    /// No `device_authorization_endpoint` (RFC 8628 §4).
    case deviceGrant
    /// `grant_types_supported` without `client_credentials`.
    case clientCredentials
    /// `grant_types_supported` without the grant for assertions (RFC 7523 §2.1).
    case assertions
    /// `authorization_grant_profiles_supported` without the identity assertion grant.
    case identityAssertions
    /// No `registration_endpoint`, and no client given.
    case clientRegistration
    /// The same, but it takes a client by the URL of a document about it, and none is known.
    case clientWithoutDocument
    /// The server registered the client without a grant that the login needs (RFC 7591 §3.2.1).
    case registeredGrant(String)
    /// A `token_type` other than the one that was asked for.
    case tokenType(String, wanted: TokenType)
    /// Tokens that are bound to a key are wanted, and proofs signed with ES256 are not accepted, or none at all. Whether
    /// the MCP server demands them, or the person asked for them.
    case boundTokens(accepted: [String]?, isDemanded: Bool)
    /// An authentication method this client cannot use.
    case clientAuthentication(String)
  }

  /// Whether a registration was refused for its redirect URIs (RFC 7591 §3.2.2). Some servers say so in words only.
  public var refusesRedirectURIs: Bool {
    guard case .refused(let refusal) = self, refusal.endpoint == .registration else { return false }
    return refusal.code == "invalid_redirect_uri"
      || (refusal.code == "invalid_client_metadata"
        && refusal.description?.lowercased().contains("redirect") == true)
  }

  /// Whether an endpoint answers as if the metadata that named it were out of date: nothing is there, or nobody knows the
  /// client.
  public var contradictsMetadata: Bool {
    switch self {
    case .refused(let refusal): refusal.code == "invalid_client"
    case .httpFailure(let failure): [404, 405, 410].contains(failure.status)
    case .redirected, .invalidDocument, .insecureEndpoint, .unsupported: false
    }
  }
}
