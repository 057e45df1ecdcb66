import MCP

/// Reads JSON with comments and commas at the end, by recursive descent of bounded depth.
struct CommentedJSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private static let depthLimit = 100

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(HostFileFlaw) -> CommentedJSON.Node {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipBlanks()
    let node = try node()
    try skipBlanks()
    guard position == bytes.count else { throw flaw }
    return node
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// By the line, as an editor shows it.
  private var flaw: HostFileFlaw { .notJSON(line: 1 + bytes.prefix(position).count { $0 == UInt8(ascii: "\n") }) }

  private mutating func node() throws(HostFileFlaw) -> CommentedJSON.Node {
    let start = position
    depth += 1
    guard depth <= Self.depthLimit else { throw flaw }
    let kind: CommentedJSON.Node.Kind =
      switch next {
      case UInt8(ascii: "{"): .object(try members())
      case UInt8(ascii: "["): .array(try elements())
      default: .scalar(try scalar())
      }
    depth -= 1
    return CommentedJSON.Node(kind: kind, range: start..<position)
  }

  private mutating func members() throws(HostFileFlaw) -> [CommentedJSON.Member] {
    var found: [CommentedJSON.Member] = []
    position += 1
    try skipBlanks()
    while next != UInt8(ascii: "}") {
      let start = position
      guard let name = try scalar().stringValue else { throw flaw }
      try skipBlanks()
      guard next == UInt8(ascii: ":") else { throw flaw }
      position += 1
      try skipBlanks()
      let value = try node()
      let comma = try comma(before: UInt8(ascii: "}"))
      found.append(CommentedJSON.Member(name: name, start: start, value: value, comma: comma))
    }
    position += 1
    return found
  }

  private mutating func elements() throws(HostFileFlaw) -> [CommentedJSON.Node] {
    var found: [CommentedJSON.Node] = []
    position += 1
    try skipBlanks()
    while next != UInt8(ascii: "]") {
      found.append(try node())
      _ = try comma(before: UInt8(ascii: "]"))
    }
    position += 1
    return found
  }

  /// Where the comma stands; nil where the end comes without one.
  private mutating func comma(before end: UInt8) throws(HostFileFlaw) -> Int? {
    try skipBlanks()
    if next == end { return nil }
    guard next == UInt8(ascii: ",") else { throw flaw }
    let place = position
    position += 1
    try skipBlanks()
    return place
  }

  /// A string, a number or a word, which the parser proper reads.
  private mutating func scalar() throws(HostFileFlaw) -> JSONValue {
    let start = position
    if next == UInt8(ascii: "\"") {
      position += 1
      while let byte = next, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
      position += 1
    } else {
      while let byte = next, Self.isWord(byte) { position += 1 }
    }
    guard start < position, position <= bytes.count,
      let value = try? JSONValue.parse(String(decoding: bytes[start..<position], as: UTF8.self))
    else {
      position = min(start, bytes.count)
      throw flaw
    }
    return value
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// Blanks and comments.
  private mutating func skipBlanks() throws(HostFileFlaw) {
    while let byte = next {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "/"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(HostFileFlaw) {
    let rest = bytes[position...]
    if rest.starts(with: "//".utf8) {
      position = rest.firstIndex { $0 == 0x0A } ?? bytes.count
    } else if rest.starts(with: "/*".utf8) {
      var end = position + 2
      while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/") { end += 1 }
      guard end + 1 < bytes.count else { throw flaw }
      position = end + 2
    } else {
      throw flaw
    }
  }
}
