/// What a tool answered (MCP, Tools). An error of the tool is a result too, not an error of the protocol.
public struct ToolResult: Sendable, Equatable {
  /// In the server's order.
  public let content: [ToolContent]
  /// Any JSON value in MCP 2026-07-28, an object before.
  public let structuredContent: JSONValue?
  /// Whether the tool itself says that it failed.
  public let isError: Bool
  /// The result object as it came.
  public let raw: JSONValue

  /// The text items, one under the other.
  public var text: String {
    content.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
  }
}
