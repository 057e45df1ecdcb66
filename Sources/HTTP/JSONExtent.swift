/// How much of one JSON document some bytes are, by their brackets and strings alone: whether it can be read is for a parser
/// to say.
public enum JSONExtent: Sendable, Equatable {
  /// No object and no array begins here, or something stands behind it.
  case none
  /// An object or an array that has not ended.
  case part
  /// One object or array, with nothing but blanks or NULs around it.
  case whole

  public init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer(Self.scan)
  }

  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONExtent {
    var depth = 0
    var isInString = false, isEscaped = false, hasEnded = false
    // A byte order mark: some servers send one.
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for byte in bytes[start...] {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      if isBlank(byte) || (hasEnded && byte == 0) { continue }
      if hasEnded { return .none }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard depth > 0 else { return .none }
        depth -= 1
        hasEnded = depth == 0
      default:
        guard depth > 0 else { return .none }
        isInString = byte == UInt8(ascii: "\"")
      }
    }
    if hasEnded { return .whole }
    return depth > 0 ? .part : .none
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
