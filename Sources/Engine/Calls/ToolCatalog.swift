public import MCP

/// A server's tools as they were listed.
public struct ToolCatalog: Sendable {
  /// By name, in the server's order.
  public let tools: [ToolDefinition]
  /// What `tools/list` answered, its pages joined.
  public let result: JSONValue
}
