import HTTP

/// An OAuth error answer. The texts are the server's: hostile until quoted.
public struct Refusal: Sendable, Equatable, Codable {
  /// The endpoint that said it.
  public let endpoint: Endpoint
  /// `invalid_grant` and the like, verbatim.
  public let code: String
  public let description: String?
  /// The HTTP status it came with.
  public let status: Int
  /// Seconds, from `Retry-After`.
  public let retryAfter: Int?
  /// When the server says that it answered, in seconds since 1970; nil where it does not say.
  public let answeredAt: Int?

  public init(
    endpoint: Endpoint, code: String, description: String?, status: Int, retryAfter: Int? = nil, answeredAt: Int? = nil
  ) {
    self.endpoint = endpoint
    self.code = code
    self.description = description
    self.status = status
    self.retryAfter = retryAfter
    self.answeredAt = answeredAt
  }
}

extension Refusal {
  /// Whether it says nothing but that the server cannot answer now, by its status or by its code (RFC 6749 §4.1.2.1), which some
  /// send with 400 (RFC 6749 §5.2 has neither).
  public var isOutage: Bool {
    StatusMeaning(status).isOutage || ["server_error", "temporarily_unavailable"].contains(code)
  }
}

/// The endpoints of an authorization server whose answers can be an OAuth error.
public enum Endpoint: String, Sendable, Codable {
  case token, registration, revocation, pushedAuthorization, deviceAuthorization, userInfo, introspection
}
