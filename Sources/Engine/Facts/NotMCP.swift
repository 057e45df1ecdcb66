public import HTTP

/// An answer at an MCP endpoint's URL that is none of an MCP server, or of one that cannot answer now.
public struct NotMCP: Error, Sendable, Equatable {
  public let server: String
  /// Where it came from, behind the redirects that were followed.
  public let url: WebURL
  public let status: Int
  public let mediaType: String?
  /// Seconds.
  public let retryAfter: Int?
  /// What the body says, made fit.
  public let words: String?
  /// Whether an MCP server has answered there before.
  public let isKnown: Bool

  public init(
    server: String, url: WebURL, status: Int, mediaType: String? = nil, retryAfter: Int? = nil, words: String? = nil,
    isKnown: Bool = false
  ) {
    self.server = server
    self.url = url
    self.status = status
    self.mediaType = mediaType
    self.retryAfter = retryAfter
    self.words = words
    self.isKnown = isKnown
  }
}
