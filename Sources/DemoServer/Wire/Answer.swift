/// What an endpoint answers, before a fault may spoil it.
struct Answer: Sendable {
  enum Content: Sendable {
    case bytes([UInt8])
    case paced(PacedAnswer)
  }

  var status: Int
  var headers: [(String, String)] = []
  var content: Content = .bytes([])

  static func json(_ value: JSON, status: Int = 200, headers: [(String, String)] = []) -> Answer {
    Answer(status: status, headers: [("content-type", "application/json")] + headers, content: .bytes(value.bytes))
  }

  static func html(_ page: String, status: Int = 200, headers: [(String, String)] = []) -> Answer {
    Answer(
      status: status, headers: [("content-type", "text/html; charset=utf-8")] + headers,
      content: .bytes(Array(page.utf8)))
  }

  static func redirect(_ location: String, status: Int = 302) -> Answer {
    Answer(status: status, headers: [("location", location), ("cache-control", "no-store")])
  }

  static func methodNotAllowed(_ allowed: String) -> Answer { Answer(status: 405, headers: [("allow", allowed)]) }

  static let notFound = Answer(
    status: 404, headers: [("content-type", "text/plain")], content: .bytes(Array("not found\n".utf8)))

  /// Answers that carry tokens or secrets must not be stored (RFC 6749 §5.1).
  static let noStore = [("cache-control", "no-store"), ("pragma", "no-cache")]
}
