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
    var members = try JSONDocument(response.body, as: .introspection, from: endpoint.origin)
    guard let isActive = members.flag("active") else {
      let missing = DocumentProblem(.introspection, from: endpoint.origin, .missing(member: "active"))
      throw .invalidDocument(members.flaws.first ?? missing)
    }
    guard isActive else { return nil }
    return PersonClaims(
      subject: members.text("sub"), username: members.text("username") ?? members.text("preferred_username"),
      email: members.text("email"), name: members.text("name")
    ).hiding(secrets)
  }
}
