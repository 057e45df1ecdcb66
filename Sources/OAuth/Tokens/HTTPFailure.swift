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
  /// What the body says, made fit; nil where nothing.
  public let words: String?
  /// Where it would lead, for a redirect, which is never followed with a secret; made fit.
  public let location: String?

  /// The words must be fit to be shown.
  public init(_ response: HTTPResponseHead, from url: WebURL, words: String? = nil, location: String? = nil) {
    self.words = words
    self.location = location
    origin = url.origin
    status = response.status
    mediaType = response.headers.mediaType
    retryAfter = response.headers.retryAfter
  }
}
