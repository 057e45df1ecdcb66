extension Fault {
  /// What is answered without doing anything, for the faults that prevent the request from being acted on.
  var answerInstead: Answer? {
    switch self {
    case .internalError: Self.plain(500, "internal server error\n")
    case .unavailable(let retryAfter): Self.plain(503, "temporarily unavailable\n", retryAfter: retryAfter)
    case .tooManyRequests(let retryAfter): Self.plain(429, "too many requests\n", retryAfter: retryAfter)
    case .html: .html("<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>\n")
    case .emptyRefusal: Answer(status: 400)
    case .invalidGrant: OAuthRefusal.invalidGrant("planned fault").answer
    case .invalidClient: OAuthRefusal.invalidClient("planned fault").answer
    case .truncated, .dropBefore, .dropAfter, .noRefreshToken, .noExpiresIn, .wrongIssuer, .slow: nil
    }
  }

  /// Whether the connection is closed without an answer.
  var dropsAnswer: Bool { self == .dropBefore || self == .dropAfter }

  private static func plain(_ status: Int, _ text: String, retryAfter: Int? = nil) -> Answer {
    let hint = retryAfter.map { [("retry-after", String($0))] } ?? []
    return Answer(status: status, headers: [("content-type", "text/plain")] + hint, content: .bytes(Array(text.utf8)))
  }
}
