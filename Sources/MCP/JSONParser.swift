/// Reads RFC 8259 strictly, by recursive descent of bounded depth.
///
/// Not `JSONDecoder`: through that an enumeration like `JSONValue` has to try each kind in turn, which costs seconds for
/// an answer of some megabytes, and it cannot tell `1.0` from `1`.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(MCPError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    skipBlanks()
    let value = try value()
    skipBlanks()
    guard position == bytes.count else { throw malformed }
    return value
  }

  private var malformed: MCPError { .malformedJSON(offset: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

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

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(MCPError) -> JSONValue {
    for index in 0..<text.utf8CodeUnitCount {
      guard take(text.utf8Start[index]) else { throw malformed }
    }
    return value
  }

  private mutating func number() throws(MCPError) -> JSONValue {
    let start = position
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
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw malformed }
    return .number(value)
  }

  private mutating func string() throws(MCPError) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if next == UInt8(ascii: "\""), let text = String(validating: bytes[start..<position], as: UTF8.self) {
      position += 1
      return text
    }
    var collected = Array(bytes[start..<position])
    while let byte = next, byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: collected, as: UTF8.self) else { throw malformed }
        return text
      case UInt8(ascii: "\\"): collected.append(contentsOf: String(Character(try escape())).utf8)
      default: collected.append(byte)
      }
    }
    throw malformed
  }

  private mutating func escape() throws(MCPError) -> Unicode.Scalar {
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

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }
}
