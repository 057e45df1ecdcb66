/// One page of `tools/list` (MCP, Tools and Pagination).
public struct ToolsPage: Sendable, Equatable {
  /// In the server's order.
  public let tools: [ToolDefinition]
  /// Tools of the page that cannot be offered; the others are not affected by them.
  public let dropped: [DroppedTool]
  /// Opaque; nil at the end. An empty string is a cursor as well.
  public let nextCursor: String?
  /// How long the page may be kept, and for whom.
  public let cache: CacheHints

  /// Reads a result. Throws `malformedResult` where it has no list of tools.
  public static func parse(_ result: JSONValue, era: Era) throws(MCPError) -> ToolsPage {
    guard let list = result["tools"]?.arrayValue else { throw .malformedResult(member: "tools") }
    var tools: [ToolDefinition] = []
    var dropped: [DroppedTool] = []
    for json in list {
      do {
        tools.append(try ToolDefinition(json, era: era))
      } catch {
        dropped.append(DroppedTool(name: json["name"]?.stringValue ?? "", reason: error))
      }
    }
    return ToolsPage(
      tools: tools, dropped: dropped, nextCursor: result["nextCursor"]?.stringValue, cache: CacheHints(result))
  }
}
