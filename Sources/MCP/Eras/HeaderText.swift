import FoundationEssentials

/// How `Mcp-Name` and `Mcp-Param-*` carry text that a header field cannot (MCP 2026-07-28, Streamable HTTP).
enum HeaderText {
  private static let opening = "=?base64?"
  private static let closing = "?="

  /// The text itself where it is printable ASCII without blanks at its edges and does not look encoded; otherwise
  /// base64 of its UTF-8 between markers.
  static func encode(_ text: String) -> String {
    let isPrintable = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    let hasEdgeBlank = text.utf8.first == 0x20 || text.utf8.last == 0x20
    let looksEncoded = text.hasPrefix(opening) && text.hasSuffix(closing)
    guard !isPrintable || hasEdgeBlank || looksEncoded else { return text }
    return opening + Data(text.utf8).base64EncodedString() + closing
  }
}
