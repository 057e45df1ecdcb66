public import HTTP

/// Asking the authorization server who is behind an access token (OpenID Connect Core §5.3).
public enum UserInfo {
  /// The GET with the token (OpenID Connect Core §5.3.1, RFC 6750 §2.1).
  public static func request(_ access: Secret, at endpoint: WebURL) -> HTTPRequest {
    var request = HTTPRequest.json(endpoint)
    request.headers.set("Authorization", "Bearer " + access.exposed)
    return request
  }

  /// The claims. `subject` is what an ID token said before: an answer about somebody else MUST NOT be used
  /// (OpenID Connect Core §5.3.2).
  ///
  /// Throws as `TokenResponse.parse` does. An answer that is signed or encrypted is not read.
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, subject: String?, hiding secrets: [Secret]
  ) throws(OAuthError) -> PersonClaims {
    try ErrorBody.check(response, endpoint: .userInfo, from: endpoint, hiding: secrets)
    var members = try JSONDocument(response.body, as: .userInfo, from: endpoint.origin)
    let found = try members.exactText("sub")
    if let subject, !PersonClaims.areSame(subject, found) {
      throw .invalidDocument(
        DocumentProblem(.userInfo, from: endpoint.origin, .mismatch(member: "sub", expected: subject, found: found)))
    }
    return PersonClaims(
      subject: found, username: members.text("preferred_username"), email: members.text("email"),
      name: members.text("name")
    ).hiding(secrets)
  }
}
