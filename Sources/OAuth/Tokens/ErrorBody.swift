import FoundationEssentials
import HTTP

/// The JSON error body shared by the token, registration and revocation endpoints (RFC 6749 §5.2).
struct ErrorBody: Decodable {
  let error: String
  let error_description: ForgivingText?

  /// Passes a success through, and throws what anything else means.
  ///
  /// An `error` member counts under any status: some servers send it with 200, others `invalid_grant` with 401.
  static func check(
    _ response: HTTPResponse, endpoint: Endpoint, from url: WebURL, hiding secrets: [Secret] = []
  ) throws(OAuthError) {
    let foreign = ForeignText(hiding: secrets)
    if let body = read(response.body) {
      throw .refused(
        Refusal(
          endpoint: endpoint, code: foreign.line(body.error, limit: 64),
          description: body.error_description?.value.map { foreign.line($0, limit: 200) }, status: response.status,
          retryAfter: response.headers.retryAfter, answeredAt: response.head.seconds))
    }
    guard !(200..<300).contains(response.status) else { return }
    let words = ErrorWords.of(response.body, mediaType: response.headers.mediaType)
    let location = StatusMeaning(response.status) == .redirect ? response.headers["Location"] : nil
    throw .httpFailure(
      HTTPFailure(
        response.head, from: url, words: words.map { foreign.line($0, limit: 200) },
        location: location.map { foreign.line($0, limit: 200) }))
  }

  /// Nil for what is no error.
  static func read(_ body: [UInt8]) -> ErrorBody? {
    guard JSONText.fault(of: body) == nil, let read = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)),
      !read.error.isEmpty
    else { return nil }
    return read
  }
}
