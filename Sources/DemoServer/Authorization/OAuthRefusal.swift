/// A refusal in the shape of RFC 6749 §5.2, which RFC 7591 §3.2.2 and RFC 7009 §2.2.1 share.
struct OAuthRefusal: Error, Sendable, Equatable {
  let error: String
  let description: String
  let status: Int
  /// The client tried the `Authorization` header, so the answer has to name the scheme (RFC 6749 §5.2).
  var triedBasic = false

  private init(_ error: String, _ description: String, status: Int = 400, triedBasic: Bool = false) {
    self.error = error
    self.description = description
    self.status = status
    self.triedBasic = triedBasic
  }

  static func invalidRequest(_ why: String) -> Self { Self("invalid_request", why) }
  static func invalidGrant(_ why: String) -> Self { Self("invalid_grant", why) }
  static func invalidScope(_ why: String) -> Self { Self("invalid_scope", why) }
  /// RFC 8707 §2.
  static func invalidTarget(_ why: String) -> Self { Self("invalid_target", why) }
  static func unauthorizedClient(_ why: String) -> Self { Self("unauthorized_client", why) }
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
  static func invalidClient(_ why: String, triedBasic: Bool = false) -> Self {
    Self("invalid_client", why, status: 401, triedBasic: triedBasic)
  }

  var answer: Answer {
    let challenge = triedBasic ? [("www-authenticate", "Basic realm=\"demo\", charset=\"UTF-8\"")] : []
    return .json(
      ["error": .string(error), "error_description": .string(description)], status: status,
      headers: Answer.noStore + challenge)
  }
}
