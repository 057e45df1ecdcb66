import FoundationEssentials

/// A body value carried in a header (MCP 2026-07-28, Streamable HTTP, Value Encoding).
enum MirroredValue {
  private static let prefix = "=?base64?"
  private static let suffix = "?="

  /// `nil` for characters that a header must not have, and for base64 that is none.
  static func decode(_ value: String) -> String? {
    if value.hasPrefix(prefix), value.hasSuffix(suffix), value.utf8.count >= prefix.utf8.count + suffix.utf8.count {
      let encoded = value.dropFirst(prefix.count).dropLast(suffix.count)
      return Data(base64Encoded: String(encoded)).flatMap { String(validating: $0, as: UTF8.self) }
    }
    return value.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? value : nil
  }
}
