public import HTTP

/// Taking a token back (RFC 7009).
public enum Revocation {
  /// `token_type_hint`, RFC 7009 §2.1.
  public enum TokenKind: String, Sendable { case refreshToken = "refresh_token", accessToken = "access_token" }

  /// The POST to the revocation endpoint, authenticated as at the token endpoint (RFC 7009 §2.1).
  public static func request(
    _ token: Secret, kind: TokenKind, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    client.authenticatedForm(endpoint, [("token", token.exposed), ("token_type_hint", kind.rawValue)])
  }

  /// The same for servers whose form insists on a `client_secret` field beside any other authentication. It is empty:
  /// the secret itself goes by one method only (RFC 6749 §2.3).
  public static func requestWithEmptySecret(
    _ token: Secret, kind: TokenKind, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    var fields = [("token", token.exposed), ("token_type_hint", kind.rawValue)]
    // A field must not come twice (RFC 6749 §3.2).
    if client.method != .clientSecretPost { fields.append(("client_secret", "")) }
    return client.authenticatedForm(endpoint, fields)
  }

  /// Accepts any 2xx: RFC 7009 §2.2 answers 200 for a token that is already invalid, too.
  ///
  /// Throws `refused` for an error body and `httpFailure` otherwise; after 503 the token MUST be taken to be alive
  /// (RFC 7009 §2.2.1).
  public static func check(
    _ response: HTTPResponse, from endpoint: WebURL, hiding secrets: [Secret] = []
  ) throws(OAuthError) {
    try ErrorBody.check(response, endpoint: .revocation, from: endpoint, hiding: secrets)
  }
}
