/// How long the body of an answer is (RFC 9112 §6.3).
enum HTTPFraming: Sendable, Equatable {
  case length(UInt64)
  case chunked
  /// To the end of the connection.
  case close

  /// A fault is what had to be guessed. `isPlain` is false where another reader could see another end, so that the
  /// connection is used for nothing else.
  static func of(status: Int, _ headers: HTTPHeaders) -> (framing: HTTPFraming, fault: HTTPFault?, isPlain: Bool) {
    if status == 204 || status == 304 { return (.length(0), nil, true) }
    let lengths = tokens(headers.all("Content-Length"))
    let codings = tokens(headers.all("Transfer-Encoding")).filter { $0 != "identity" }
    if codings.last == "chunked" { return (.chunked, nil, lengths.isEmpty && codings.count == 1) }
    if !codings.isEmpty || lengths.isEmpty { return (.close, nil, codings.isEmpty) }
    guard let length = number(lengths[0]), lengths.allSatisfy({ number($0) == length }) else {
      return (.close, .length, false)
    }
    return (.length(length), nil, true)
  }

  private static func tokens(_ lines: [String]) -> [String] {
    lines.flatMap { $0.split(separator: ",") }.map { String($0).trimmed().lowercased() }.filter { !$0.isEmpty }
  }

  /// Digits only: a sign would be read by Swift and by nobody else.
  private static func number(_ text: String) -> UInt64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } && text.utf8.count <= 18 ? UInt64(text) : nil
  }
}
