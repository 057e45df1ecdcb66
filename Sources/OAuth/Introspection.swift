public import HTTP

/// Asking the authorization server about an access token of ours (RFC 7662).
public enum Introspection {
  /// The POST, authenticated as at the token endpoint (RFC 7662 §2.1).
  public static func request(_ access: Secret, client: OAuthClient, at endpoint: WebURL) -> HTTPRequest {
    client.authenticatedForm(endpoint, [("token", access.exposed), ("token_type_hint", "access_token")])
  }

  /// What the answer says about the person; nil where the token is not active: then nothing else in it counts
  /// (RFC 7662 §2.2).
  ///
  /// Throws as `TokenResponse.parse` does.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, hiding secrets: [Secret]
  ) throws(OAuthError) -> PersonClaims? {
    try ErrorBody.check(response, endpoint: .introspection, from: endpoint, hiding: secrets)
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: .introspection, from: endpoint.origin)
    guard wire.active else { return nil }
    return PersonClaims(
      subject: wire.sub?.value, username: wire.username?.value ?? wire.preferred_username?.value,
      email: wire.email?.value, name: wire.name?.value)
  }

  private struct Wire: Decodable {
    let active: Bool
    let sub: ForgivingText?
    let username: ForgivingText?
    let preferred_username: ForgivingText?
    let email: ForgivingText?
    let name: ForgivingText?
  }
}
