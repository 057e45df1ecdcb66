import HTTP

/// Copies a checked JSON document without its blanks, or with those of an indented one, and escapes what acts on a terminal.
struct JSONCopier {
  private let text: UnsafeBufferPointer<UInt8>
  private let pretty: Bool
  private let take: ([UInt8]) -> Void
  private var out: [UInt8] = []
  private var index = 0
  private var level = 0

  /// Bytes that are kept before they are given away.
  private static let portion = 64 << 10

  init(_ text: UnsafeBufferPointer<UInt8>, pretty: Bool, to take: @escaping ([UInt8]) -> Void) {
    self.text = text
    self.pretty = pretty
    self.take = take
  }

  mutating func copy() {
    while index < text.count {
      if out.count >= Self.portion { give() }
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""): copyString()
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        level -= 1
        breakLine()
        append(byte)
      case UInt8(ascii: ","):
        append(byte)
        breakLine()
      case UInt8(ascii: ":"):
        append(byte)
        if pretty { out.append(0x20) }
      default: append(byte)
      }
    }
    give()
  }

  private mutating func append(_ byte: UInt8) {
    out.append(byte)
    index += 1
  }

  /// An empty list stays on its line.
  private mutating func open(_ byte: UInt8) {
    append(byte)
    while index < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    if index < text.count, text[index] == byte + 2 { return append(text[index]) }
    level += 1
    breakLine()
  }

  private mutating func breakLine() {
    guard pretty else { return }
    out.append(0x0A)
    out.append(contentsOf: repeatElement(0x20, count: 2 * max(level, 0)))
  }

  private mutating func copyString() {
    var copied = index
    index += 1
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      if out.count + index - copied >= Self.portion {
        out.append(contentsOf: text[copied..<index])
        copied = index
        give()
      }
      let byte = text[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
      } else if byte < 0x7F {
        index += 1
      } else {
        let (scalar, length) = JSONWriter.scalar(in: text, at: index)
        if scalar.isHostile {
          out.append(contentsOf: text[copied..<index])
          JSONWriter.escape(scalar, into: &out)
          copied = index + length
        }
        index += length
      }
    }
    index = min(index + 1, text.count)
    out.append(contentsOf: text[copied..<index])
  }

  private mutating func give() {
    if !out.isEmpty { take(out) }
    out.removeAll(keepingCapacity: true)
  }
}
