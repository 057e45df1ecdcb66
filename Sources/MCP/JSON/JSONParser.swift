/// Reads RFC 8259 strictly, by recursive descent of bounded depth.
///
/// Not `JSONDecoder`: through that an enumeration like `JSONValue` has to try each kind in turn, which costs seconds for
/// an answer of some megabytes, and it cannot tell `1.0` from `1`.
///
/// Valid for as long as the buffer is.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  mutating func document() throws(MCPError) -> JSONValue {
    skipMark()
    skipBlanks()
    let value = try value()
    skipBlanks()
    guard position == bytes.count else { throw malformed }
    return value
  }

  /// A byte order mark in front of everything.
  mutating func skipMark() {
    if position == 0, bytes.prefix(3).elementsEqual([0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  var malformed: MCPError { .malformedJSON(offset: position) }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value() throws(MCPError) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): return try nested { parser throws(MCPError) in .object(try parser.members()) }
    case UInt8(ascii: "["): return try nested { parser throws(MCPError) in .array(try parser.elements()) }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout JSONParser) throws(MCPError) -> JSONValue
  ) throws(MCPError) -> JSONValue {
    depth += 1
    guard depth <= JSONValue.depthLimit else { throw .nestedTooDeep(limit: JSONValue.depthLimit) }
    position += 1
    skipBlanks()
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func elements() throws(MCPError) -> [JSONValue] {
    var found: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return found }
    while true {
      found.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return found }
      guard take(UInt8(ascii: ",")) else { throw malformed }
      skipBlanks()
    }
  }

  private mutating func members() throws(MCPError) -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    if take(UInt8(ascii: "}")) { return found }
    while true {
      guard next == UInt8(ascii: "\"") else { throw malformed }
      let name = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      skipBlanks()
      found[name] = try value()
      skipBlanks()
      if take(UInt8(ascii: "}")) { return found }
      guard take(UInt8(ascii: ",")) else { throw malformed }
      skipBlanks()
    }
  }

  mutating func word(_ text: StaticString, _ value: JSONValue) throws(MCPError) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount {
      guard take(text.utf8Start[index]) else { throw malformed }
    }
    return value
  }

  private mutating func number() throws(MCPError) -> JSONValue {
    let start = position
    let isWhole = try skipNumber()
    if isWhole, let value = whole(from: start) { return .integer(value) }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let value = Double(text), value.isFinite, value.description == text { return .number(value) }
    return .decimal(text)
  }

  /// Whether it is written without fraction and exponent.
  mutating func skipNumber() throws(MCPError) -> Bool {
    _ = take(UInt8(ascii: "-"))
    let first = next
    let digits = skipDigits()
    guard digits > 0, digits == 1 || first != UInt8(ascii: "0") else { throw malformed }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() > 0 else { throw malformed }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw malformed }
    }
    return isWhole
  }

  /// Nil beyond 64 bits.
  private func whole(from start: Int) -> Int64? {
    let isNegative = bytes[start] == UInt8(ascii: "-")
    var value: Int64 = 0
    for index in (isNegative ? start + 1 : start)..<position {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (next, isTooFar) =
        isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      guard !isTooLarge, !isTooFar else { return nil }
      value = next
    }
    return value
  }

  mutating func string() throws(MCPError) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if next == UInt8(ascii: "\""), let text = String(validating: bytes[start..<position], as: UTF8.self) {
      position += 1
      return text
    }
    var collected = Array(bytes[start..<position])
    var copied = position
    while let byte = next, byte >= 0x20 {
      if byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        position += 1
        continue
      }
      collected.append(contentsOf: bytes[copied..<position])
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: collected, as: UTF8.self) else { throw malformed }
        return text
      }
      let scalar = try escape()
      if scalar.isASCII {
        collected.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        collected.append(contentsOf: String(Character(scalar)).utf8)
      }
      copied = position
    }
    throw malformed
  }

  mutating func escape() throws(MCPError) -> Unicode.Scalar {
    guard let byte = next else { throw malformed }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw malformed
    }
  }

  private mutating func codePoint() throws(MCPError) -> Unicode.Scalar {
    let high = try fourHexDigits()
    if let scalar = Unicode.Scalar(high) { return scalar }
    let behind = position
    guard high < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      position = behind
      return "\u{FFFD}"
    }
    let low = try fourHexDigits()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else {
      position = behind
      return "\u{FFFD}"
    }
    return scalar
  }

  private mutating func fourHexDigits() throws(MCPError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw malformed }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw malformed }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }
}
