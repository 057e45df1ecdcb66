public import HTTP

/// Tokens as the token endpoint gave them (RFC 6749 §5.1).
public struct TokenResponse: Sendable {
  public let accessToken: Secret
  /// Seconds; nil where the server did not say, which means unknown and neither expired nor eternal.
  public let expiresIn: Int?
  /// Seconds the refresh token lives; nil where the server did not say, as no standard asks it to. Some write
  /// `refresh_expires_in` or `refresh_token_expires_in`, with 0 for one that does not expire.
  public let refreshExpiresIn: Int?
  /// Nil where none came: after a refresh the old one stays in use (RFC 6749 §6).
  public let refreshToken: Secret?
  /// Nil means as requested (RFC 6749 §5.1).
  public let scope: Scope?
  /// Who has logged in, where the server says so (OpenID Connect Core §3.1.3.3); as it came.
  public let idToken: Secret?

  /// Reads the answer of the token endpoint. The secrets are those the request held: an error that repeats one is kept
  /// without it.
  ///
  /// Throws `refused` wherever the body is an OAuth error, whatever its status; `httpFailure` for a status without
  /// one; `invalidDocument` for a success that cannot be read; `unsupported` for a token of another type than the
  /// request was made for (RFC 6749 §7.1: a token of a type not understood MUST NOT be used; RFC 9449 §5: one that was
  /// to be bound to a key and is not is discarded).
  public static func parse(
    _ response: HTTPResponse, from endpoint: WebURL, expecting type: TokenType = .bearer, hiding secrets: [Secret] = []
  ) throws(OAuthError) -> TokenResponse {
    try ErrorBody.check(response, endpoint: .token, from: endpoint, hiding: secrets)
    var members = try JSONDocument(tokensIn: response, from: endpoint.origin)
    let access = Secret(try members.exactText("access_token", orSeenIn: true))
    // A server that does not say is taken at the word of RFC 6750, where nothing else was asked for.
    let given = members.text("token_type")?.trimmed() ?? ""
    guard given.lowercased() == type.rawValue.lowercased() || (given.isEmpty && type == .bearer) else {
      throw .unsupported(.tokenType(given, wanted: type))
    }
    guard Self.isSendable(access) else {
      throw .invalidDocument(
        DocumentProblem(
          .tokenResponse, from: endpoint.origin, .wrongType(member: "access_token", expected: "b64token")))
    }
    let refreshLifetime = members.seconds("refresh_expires_in") ?? members.seconds("refresh_token_expires_in")
    return TokenResponse(
      accessToken: access, expiresIn: members.seconds("expires_in"),
      refreshExpiresIn: refreshLifetime.flatMap { $0 > 0 ? $0 : nil },
      // RFC 6749 appendix A.17: it has at least one character. An empty one must not replace a good one.
      refreshToken: members.secret("refresh_token"),
      scope: members.list("scope").flatMap { Scope(tokens: $0) }, idToken: members.secret("id_token"))
  }

  /// What can stand in an `Authorization` header: visible ASCII (RFC 6750 §2.1).
  private static func isSendable(_ token: Secret) -> Bool {
    !token.exposed.isEmpty && token.exposed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
