public import HTTP

/// Requests to the token endpoint.
public enum TokenRequest {
  /// Spends an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 8707 §2.2).
  ///
  /// `redirect_uri` is sent although OAuth 2.1 dropped it: RFC 6749 servers demand it, and the others must accept it.
  public static func code(
    _ code: Secret, verifier: Secret, redirectURI: WebURL, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    var fields = [
      ("grant_type", "authorization_code"), ("code", code.exposed), ("code_verifier", verifier.exposed),
      ("redirect_uri", redirectURI.raw),
    ]
    if let resource { fields.append(("resource", resource)) }
    return client.authenticatedForm(endpoint, fields)
  }

  /// Spends a refresh token (RFC 6749 §6). Without `scope` the scope is as granted; some servers want it said.
  public static func refresh(
    _ refreshToken: Secret, scope: Scope? = nil, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    client.authenticatedForm(
      endpoint,
      [("grant_type", "refresh_token"), ("refresh_token", refreshToken.exposed)]
        + optional(scope: scope, resource: resource))
  }

  /// Asks whether the person has confirmed the device's code, for the tokens (RFC 8628 §3.4, RFC 8707 §2.2).
  public static func deviceCode(
    _ code: Secret, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    client.authenticatedForm(
      endpoint,
      [("grant_type", Self.deviceGrant), ("device_code", code.exposed)] + optional(scope: nil, resource: resource))
  }

  /// The grant type of RFC 8628 §3.4.
  public static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

  /// The grant type of RFC 6749 §4.4.2.
  public static let clientGrant = "client_credentials"

  /// Asks in the client's own name, without a person (RFC 6749 §4.4.2, RFC 8707 §2.2).
  public static func clientCredentials(
    scope: Scope?, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    client.authenticatedForm(
      endpoint, [("grant_type", Self.clientGrant)] + Self.optional(scope: scope, resource: resource))
  }

  /// Presents an assertion as a grant (RFC 7523 §2.1).
  ///
  /// As a client that is not named the assertion's subject is who asks (RFC 7521 §4.1): the request has nothing of a client.
  public static func assertion(
    _ assertion: Secret, scope: Scope?, resource: String?, client: OAuthClient, at endpoint: WebURL
  ) -> HTTPRequest {
    client.authenticatedForm(
      endpoint,
      [("grant_type", Self.assertionGrant), ("assertion", assertion.exposed)]
        + optional(scope: scope, resource: resource))
  }

  /// The grant type of RFC 7523 §2.1.
  public static let assertionGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

  private static func optional(scope: Scope?, resource: String?) -> [(String, String)] {
    var fields: [(String, String)] = []
    if let resource { fields.append(("resource", resource)) }
    if let scope, !scope.isEmpty { fields.append(("scope", scope.description)) }
    return fields
  }
}
