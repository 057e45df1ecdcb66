/// What a tool answered (MCP, Tools). An error of the tool is a result too, not an error of the protocol.
public struct ToolResult: Sendable, Equatable {
  /// In the server's order.
  public let content: [ToolContent]
  /// `structuredContent`, unread.
  public let structured: JSONText?
  /// Whether the tool itself says that it failed.
  public let isError: Bool
  /// The result object as it came, unread.
  public let document: JSONText

  /// Any JSON value in MCP 2026-07-28, an object before. Read each time it is asked for.
  public var structuredContent: JSONValue? { structured?.value }
  /// The result object as a value. Read each time it is asked for.
  public var raw: JSONValue { document.value }

  /// The same with its words passed through; `document` stays as it came.
  public func mappingWords(_ change: (String) -> String) -> ToolResult {
    ToolResult(
      content: content.map { $0.mappingWords(change) },
      structured: structured.map { JSONText($0.value.mappingTexts(change)) }, isError: isError, document: document)
  }

  /// The text items, one under the other.
  public var text: String {
    content.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
  }
}
