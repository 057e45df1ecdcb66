/// The head of a request, as a browser sends it (RFC 9112 §2 and §3). Bodies are not for here.
struct CallbackRequest: Sendable, Equatable {
  /// As sent; methods are case-sensitive (RFC 9110 §9.1).
  let method: String
  /// Path and query as sent, not decoded.
  let target: String
  /// Every `Host` there is.
  let hosts: [String]
  /// Whether more comes behind the head.
  let hasBody: Bool

  /// What bytes come to.
  enum Reading: Equatable {
    /// The end of the head is not there yet.
    case incomplete
    case request(CallbackRequest)
    /// Nothing of HTTP/1.
    case malformed
  }

  /// The longest head: a code of a few kilobytes and the cookies of other servers on this machine.
  static let longest = 64 << 10

  /// Reads what came first of a connection. `searched` is how much of it had no end before.
  static func read(_ bytes: [UInt8], searched: Int = 0) -> Reading {
    // RFC 9112 §2.2: before the request there may be an empty line.
    let start = bytes.first == newline ? 1 : bytes.starts(with: [carriageReturn, newline]) ? 2 : 0
    guard let end = end(of: bytes, from: max(start, searched - 3)) else {
      return bytes.count >= longest ? .malformed : .incomplete
    }
    var lines = bytes[start..<end].split(separator: newline, omittingEmptySubsequences: false).map(bare)[...]
    let words = (lines.popFirst() ?? []).split(separator: space, omittingEmptySubsequences: false)
    guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), words[2].starts(with: Array("HTTP/1.".utf8)),
      words[0].allSatisfy({ (0x21...0x7E).contains($0) }), !words[1].contains(where: isControl)
    else { return .malformed }
    var hosts: [String] = [], hasBody = false
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy({ (0x21...0x7E).contains($0) })
      else { return .malformed }
      let name = text(line[..<colon]).lowercased()
      if name == "host" { hosts.append(text(trimmed(line[(colon + 1)...]))) }
      if name == "content-length" || name == "transfer-encoding" { hasBody = true }
    }
    return .request(
      CallbackRequest(method: text(words[0]), target: text(words[1]), hosts: hosts, hasBody: hasBody))
  }

  private static let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r"), space = UInt8(ascii: " ")

  /// Where the last line of the head ends: an empty one follows.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    bytes.indices.dropFirst(start).first { index in
      guard bytes[index] == newline else { return false }
      let next = bytes[(index + 1)...].prefix(2)
      return next.first == newline || next.elementsEqual([carriageReturn, newline])
    }
  }

  private static func bare(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.last == carriageReturn ? line.dropLast() : line
  }

  private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var value = value.drop { $0 == space || $0 == 0x09 }
    while let last = value.last, last == space || last == 0x09 { value.removeLast() }
    return value
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x21 || byte == 0x7F }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
