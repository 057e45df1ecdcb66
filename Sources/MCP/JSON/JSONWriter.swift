import HTTP

/// Writes a value as UTF-8, members in the order of their names, so that equal values give equal bytes. What acts on a
/// terminal is escaped, wherever the text may end.
struct JSONWriter {
  /// What is written and not given away yet.
  private(set) var bytes: [UInt8] = []
  private let pretty: Bool
  private let take: (([UInt8]) -> Void)?
  private var level = 0

  /// Bytes that are kept before they are given away.
  private static let portion = 64 << 10

  /// What comes of it is given away in portions, or kept where nobody takes it.
  init(pretty: Bool, to take: (([UInt8]) -> Void)? = nil) {
    self.pretty = pretty
    self.take = take
  }

  /// Gives away what is left.
  mutating func finish() {
    if let take, !bytes.isEmpty { take(bytes) }
    if take != nil { bytes.removeAll(keepingCapacity: true) }
  }

  mutating func write(_ value: JSONValue) {
    if bytes.count >= Self.portion { finish() }
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .number(let value): bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .decimal(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): write(text)
    case .array(let elements):
      list(elements, open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { writer, element in writer.write(element) }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      list(sorted, open: UInt8(ascii: "{"), close: UInt8(ascii: "}")) { writer, member in
        writer.write(member.key)
        writer.bytes.append(contentsOf: (writer.pretty ? ": " : ":").utf8)
        writer.write(member.value)
      }
    }
  }

  private mutating func list<Item>(
    _ items: [Item], open: UInt8, close: UInt8, _ writeItem: (inout JSONWriter, Item) -> Void
  ) {
    bytes.append(open)
    level += 1
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine()
      writeItem(&self, item)
    }
    level -= 1
    if !items.isEmpty { breakLine() }
    bytes.append(close)
  }

  private mutating func breakLine() {
    guard pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { write($0) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Long stretches that need no escape are copied as they are.
  private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
    var copied = 0, index = 0
    while index < text.count {
      if bytes.count + index - copied >= Self.portion {
        bytes.append(contentsOf: text[copied..<index])
        copied = index
        finish()
      }
      let byte = text[index]
      if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
        continue
      }
      let (scalar, length) = Self.scalar(in: text, at: index)
      if length == 1 || scalar.isHostile {
        bytes.append(contentsOf: text[copied..<index])
        Self.escape(scalar, into: &bytes)
        copied = index + length
      }
      index += length
    }
    bytes.append(contentsOf: text[copied...])
  }

  static func escape(_ scalar: Unicode.Scalar, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch scalar {
    case "\"", "\\": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    case "\n": bytes.append(UInt8(ascii: "n"))
    case "\r": bytes.append(UInt8(ascii: "r"))
    case "\t": bytes.append(UInt8(ascii: "t"))
    default:
      for (place, unit) in String(Character(scalar)).utf16.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: "\\")) }
        let digits = String(unit, radix: 16)
        bytes.append(contentsOf: ("u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      }
    }
  }

  /// A String's bytes are always whole scalars.
  static func scalar(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> (Unicode.Scalar, length: Int) {
    let first = UInt32(text[index])
    func rest(_ offset: Int) -> UInt32 { UInt32(text[index + offset]) & 0x3F }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let value: UInt32 =
      switch length {
      case 1: first
      case 2: (first & 0x1F) << 6 | rest(1)
      case 3: (first & 0x0F) << 12 | rest(1) << 6 | rest(2)
      default: (first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3)
      }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
