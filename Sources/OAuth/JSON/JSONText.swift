/// What is asked of JSON text before a decoder sees it (RFC 8259 §8.1, §9).
enum JSONText {
  /// Deeper than any OAuth document is, and far from what a decoder's recursion bears.
  static let depthLimit = 64

  /// Nil where a decoder may read it.
  static func fault(of bytes: [UInt8]) -> DocumentProblem.Fault? {
    // UTF-16 and UTF-32 have zeros where JSON has ASCII, and a decoder would take them.
    guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { return .notUTF8 }
    return depth(of: bytes) > depthLimit ? .tooDeep(limit: depthLimit) : nil
  }

  /// How deep arrays and objects are nested; brackets within strings do not count.
  private static func depth(of bytes: [UInt8]) -> Int {
    var depth = 0, deepest = 0
    var isInString = false, isEscaped = false
    for byte in bytes {
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
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return deepest
  }
}
