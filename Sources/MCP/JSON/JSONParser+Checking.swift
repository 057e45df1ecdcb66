// A document is checked without a value being made of it.
extension JSONParser {
  /// Where the document is, without the mark in front and the blanks around it.
  mutating func checkedDocument() throws(MCPError) -> Range<Int> {
    skipMark()
    skipBlanks()
    let start = position
    try skipValue()
    let end = position
    skipBlanks()
    guard position == bytes.count else { throw malformed }
    return start..<end
  }

  /// The members of the object that stands here, in their order.
  mutating func memberRanges() throws(MCPError) -> [(String, Range<Int>)] {
    skipBlanks()
    guard take(UInt8(ascii: "{")) else { throw malformed }
    var found: [(String, Range<Int>)] = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return found }
    while true {
      guard next == UInt8(ascii: "\"") else { throw malformed }
      let name = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw malformed }
      skipBlanks()
      let start = position
      try skipValue()
      found.append((name, start..<position))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return found }
      guard take(UInt8(ascii: ",")) else { throw malformed }
      skipBlanks()
    }
  }

  private mutating func skipValue() throws(MCPError) {
    switch next {
    case UInt8(ascii: "{"): try skipList(until: UInt8(ascii: "}"), isObject: true)
    case UInt8(ascii: "["): try skipList(until: UInt8(ascii: "]"), isObject: false)
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "t"): _ = try word("true", .null)
    case UInt8(ascii: "f"): _ = try word("false", .null)
    case UInt8(ascii: "n"): _ = try word("null", .null)
    default: _ = try skipNumber()
    }
  }

  private mutating func skipList(until end: UInt8, isObject: Bool) throws(MCPError) {
    depth += 1
    guard depth <= JSONValue.depthLimit else { throw .nestedTooDeep(limit: JSONValue.depthLimit) }
    position += 1
    skipBlanks()
    var isFirst = true
    while !take(end) {
      if !isFirst {
        guard take(UInt8(ascii: ",")) else { throw malformed }
        skipBlanks()
      }
      isFirst = false
      if isObject {
        guard next == UInt8(ascii: "\"") else { throw malformed }
        try skipString()
        skipBlanks()
        guard take(UInt8(ascii: ":")) else { throw malformed }
        skipBlanks()
      }
      try skipValue()
      skipBlanks()
    }
    depth -= 1
  }

  private mutating func skipString() throws(MCPError) {
    position += 1
    while let byte = next, byte >= 0x20 {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "\\"):
        position += 1
        _ = try escape()
      case 0x20..<0x80: position += 1
      default: try skipScalar()
      }
    }
    throw malformed
  }

  /// More than one byte of UTF-8, well formed (Unicode 16, table 3-7).
  private mutating func skipScalar() throws(MCPError) {
    func byte(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }
    func follow(_ offsets: ClosedRange<Int>) -> Bool { offsets.allSatisfy { byte($0) & 0xC0 == 0x80 } }
    switch (byte(0), byte(1)) {
    case (0xC2...0xDF, 0x80...0xBF): position += 2
    case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F), (0xEE...0xEF, 0x80...0xBF):
      guard follow(2...2) else { throw malformed }
      position += 3
    case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F):
      guard follow(2...3) else { throw malformed }
      position += 4
    default: throw malformed
    }
  }
}
