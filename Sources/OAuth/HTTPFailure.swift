public import HTTP

/// An HTTP answer without a meaning for OAuth.
public struct HTTPFailure: Sendable, Equatable, Codable {
  /// Scheme, host and port of the URL asked.
  public let origin: String
  public let status: Int
  /// `text/html`, say.
  public let mediaType: String?
  /// Seconds, from `Retry-After`.
  public let retryAfter: Int?

  public init(_ response: HTTPResponseHead, from url: WebURL) {
    origin = url.origin
    status = response.status
    mediaType = response.headers.mediaType
    retryAfter = response.headers.retryAfter
  }
}
