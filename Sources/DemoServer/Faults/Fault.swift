/// One way in which a server goes wrong. The list is closed: each case has a name for the management port and the
/// reason why a client has to live with it.
public enum Fault: Sendable, Equatable {
  case internalError
  case unavailable(retryAfter: Int?)
  case tooManyRequests(retryAfter: Int?)
  case html
  case emptyRefusal
  case truncated
  case dropBefore
  case dropAfter
  case noRefreshToken
  case noExpiresIn
  case invalidGrant
  case invalidClient
  case wrongIssuer
  case slow(seconds: Double)

  /// One of each.
  public static let all: [Fault] = [
    .internalError, .unavailable(retryAfter: nil), .tooManyRequests(retryAfter: nil), .html, .emptyRefusal, .truncated,
    .dropBefore, .dropAfter, .noRefreshToken, .noExpiresIn, .invalidGrant, .invalidClient, .wrongIssuer,
    .slow(seconds: 1),
  ]

  /// The longest `slow` may take, in seconds of real time.
  public static let slowest: Double = 5

  /// The name on the management port.
  public var name: String {
    switch self {
    case .internalError: "status_500"
    case .unavailable: "status_503"
    case .tooManyRequests: "status_429"
    case .html: "html"
    case .emptyRefusal: "empty_400"
    case .truncated: "truncated"
    case .dropBefore: "drop_before"
    case .dropAfter: "drop_after"
    case .noRefreshToken: "no_refresh_token"
    case .noExpiresIn: "no_expires_in"
    case .invalidGrant: "invalid_grant"
    case .invalidClient: "invalid_client"
    case .wrongIssuer: "wrong_issuer"
    case .slow: "slow"
    }
  }

  /// Why it exists.
  public var reason: String {
    switch self {
    case .internalError: "a bug on the other side: nothing was done, nothing is said about the token"
    case .unavailable: "an outage that says when to come back (retry_after, seconds)"
    case .tooManyRequests: "a rate limit (retry_after, seconds)"
    case .html: "a proxy answers 200 with its own page, and the server never sees the request"
    case .emptyRefusal: "a refusal without a reason: 400 and no body"
    case .truncated: "the request was acted on, and the connection broke in the middle of the answer"
    case .dropBefore: "the connection closes before anything was done"
    case .dropAfter: "the request was acted on, and the answer is lost"
    case .noRefreshToken: "a token answer without refresh_token; on a refresh the old one stays good (not rotated)"
    case .noExpiresIn: "a token answer without expires_in: the lifetime is unknown"
    case .invalidGrant: "the server refuses a good code or refresh token, and keeps it"
    case .invalidClient: "the server has forgotten the client for a moment"
    case .wrongIssuer: "metadata that names another issuer (RFC 8414 §3.3 forbids using it)"
    case .slow: "the answer takes its time (seconds of real time, at most 5)"
    }
  }
}
