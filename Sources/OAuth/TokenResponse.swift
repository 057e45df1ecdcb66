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
    let wire = try DocumentProblem.decode(Wire.self, response.body, as: .tokenResponse, from: endpoint.origin)
    guard wire.token_type.lowercased() == type.rawValue.lowercased() else {
      throw .unsupported(.tokenType(wire.token_type, wanted: type))
    }
    guard Self.isSendable(wire.access_token) else {
      throw .invalidDocument(
        DocumentProblem(
          .tokenResponse, from: endpoint.origin, .wrongType(member: "access_token", expected: "b64token")))
    }
    return TokenResponse(
      accessToken: wire.access_token, expiresIn: wire.expires_in?.value,
      refreshExpiresIn: (wire.refresh_expires_in ?? wire.refresh_token_expires_in)?.value.flatMap { $0 > 0 ? $0 : nil },
      // RFC 6749 appendix A.17: it has at least one character. An empty one must not replace a good one.
      refreshToken: wire.refresh_token.flatMap { $0.exposed.isEmpty ? nil : $0 },
      scope: wire.scope?.value.flatMap { Scope($0) }, idToken: wire.id_token?.value.map { Secret($0) })
  }

  /// What can stand in an `Authorization` header: visible ASCII (RFC 6750 §2.1).
  private static func isSendable(_ token: Secret) -> Bool {
    !token.exposed.isEmpty && token.exposed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private struct Wire: Decodable {
    let access_token: Secret
    let token_type: String
    let expires_in: ForgivingSeconds?
    let refresh_expires_in: ForgivingSeconds?
    let refresh_token_expires_in: ForgivingSeconds?
    let refresh_token: Secret?
    let scope: ForgivingText?
    let id_token: ForgivingText?
  }
}
