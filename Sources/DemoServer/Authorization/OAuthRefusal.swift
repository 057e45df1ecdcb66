/// A refusal in the shape of RFC 6749 §5.2, which RFC 7591 §3.2.2 and RFC 7009 §2.2.1 share.
struct OAuthRefusal: Error, Sendable, Equatable {
  let error: String
  let description: String
  let status: Int
  private(set) var headers: [String: String] = [:]

  private init(_ error: String, _ description: String, status: Int = 400, challenge: String? = nil) {
    self.error = error
    self.description = description
    self.status = status
    headers["www-authenticate"] = challenge
  }

  static func invalidRequest(_ why: String) -> Self { Self("invalid_request", why) }
  static func invalidGrant(_ why: String) -> Self { Self("invalid_grant", why) }
  static func invalidScope(_ why: String) -> Self { Self("invalid_scope", why) }
  /// RFC 8707 §2.
  static func invalidTarget(_ why: String) -> Self { Self("invalid_target", why) }
  static func unauthorizedClient(_ why: String, status: Int = 400) -> Self {
    Self("unauthorized_client", why, status: status)
  }
  static func unsupportedGrantType(_ why: String) -> Self { Self("unsupported_grant_type", why) }
  static func unsupportedResponseType(_ why: String) -> Self { Self("unsupported_response_type", why) }
  static func invalidRedirectURI(_ why: String) -> Self { Self("invalid_redirect_uri", why) }
  static func invalidClientMetadata(_ why: String) -> Self { Self("invalid_client_metadata", why) }
  /// RFC 6749 §4.1.2.1 and RFC 8628 §3.5.
  static func accessDenied(_ why: String) -> Self { Self("access_denied", why) }
  /// RFC 8628 §3.5, like the two after it.
  static func authorizationPending(_ why: String) -> Self { Self("authorization_pending", why) }
  static func slowDown(_ why: String) -> Self { Self("slow_down", why) }
  static func expiredToken(_ why: String) -> Self { Self("expired_token", why) }
  /// A client that tried the `Authorization` header is told the scheme (RFC 6749 §5.2).
  static func invalidClient(_ why: String, triedBasic: Bool = false) -> Self {
    Self(
      "invalid_client", why, status: 401, challenge: triedBasic ? "Basic realm=\"demo\", charset=\"UTF-8\"" : nil)
  }
  /// RFC 6750 §3.1, where an endpoint of the authorization server takes a bearer token.
  static func invalidToken(_ why: String) -> Self {
    Self("invalid_token", why, status: 401, challenge: "Bearer realm=\"demo\", error=\"invalid_token\"")
  }
  /// RFC 9449 §5.
  static func invalidDPoPProof(_ why: String) -> Self { Self("invalid_dpop_proof", why) }
  /// RFC 9449 §8.
  static func useDPoPNonce(_ nonce: String) -> Self {
    var refusal = Self("use_dpop_nonce", "the proof must have the nonce of this answer")
    refusal.headers["dpop-nonce"] = nonce
    return refusal
  }

  func renamed(_ error: String) -> Self { Self(error, description, status: status) }

  var answer: Answer { answer(status: status) }

  func answer(status: Int) -> Answer {
    .json(
      ["error": .string(error), "error_description": .string(description)], status: status,
      headers: Answer.noStore + headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}
