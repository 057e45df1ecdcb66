/// Single lines of an answer, without their ends.
enum HTTPLine {
  /// A header line, or one that goes on with the value of the line before (RFC 9112 §5.2).
  enum Field: Equatable {
    case field(name: String, value: String)
    case more(String)
  }

  /// `HTTP/1.1 200 OK`, where the words may be missing (RFC 9112 §4).
  static func status(_ line: [UInt8]) throws(HTTPFault) -> (isOld: Bool, status: Int) {
    let parts = line.split(separator: 0x20, maxSplits: 2)
    guard let version = parts.first else { throw .notHTTP }
    let isOld = version.elementsEqual("HTTP/1.0".utf8)
    guard isOld || version.elementsEqual("HTTP/1.1".utf8) else { throw .notHTTP }
    guard parts.count > 1, parts[1].count == 3, parts[1].allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .status
    }
    let status = parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard (100...599).contains(status) else { throw .status }
    return (isOld, status)
  }

  /// Nil where the line has no name.
  static func field(_ line: [UInt8]) -> Field? {
    guard let first = line.first else { return nil }
    if first == 0x20 || first == 0x09 { return .more(text(line[...])) }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let name = text(line[..<colon])
    return name.isEmpty ? nil : .field(name: name, value: text(line[(colon + 1)...]))
  }

  /// Hexadecimal, with extensions that nobody reads (RFC 9112 §7.1).
  static func chunkSize(_ line: [UInt8]) -> UInt64? {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
    guard !digits.isEmpty, digits.count <= 15, digits.allSatisfy(isHexDigit) else { return nil }
    return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }

  /// Controls are as good as blanks (RFC 9110 §5.5).
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.map { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self).trimmed()
  }
}
