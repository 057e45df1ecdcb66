/// How a `tools/call` went on, by its `resultType` (MCP 2026-07-28, Base Protocol).
public enum ToolOutcome: Sendable, Equatable {
  case complete(ToolResult)
  case inputRequired(InputRequired)

  /// Reads a result; without a `resultType` it is complete.
  ///
  /// Throws `unknownResultType` and `malformedResult`.
  public static func parse(_ result: JSONText) throws(MCPError) -> ToolOutcome {
    guard let members = result.members else { throw .malformedResult(member: "result") }
    switch members["resultType"]?.value {
    case nil, "complete": return .complete(try complete(result, members))
    case "input_required":
      return .inputRequired(
        InputRequired(
          requests: members["inputRequests"]?.value.objectValue ?? [:],
          requestState: members["requestState"]?.value.stringValue))
    case let other?: throw .unknownResultType(other.stringValue ?? other.text())
    }
  }

  /// The same of a result that has been read.
  public static func parse(_ result: JSONValue) throws(MCPError) -> ToolOutcome { try parse(JSONText(result)) }

  private static func complete(
    _ result: JSONText, _ members: [String: JSONText]
  ) throws(MCPError) -> ToolResult {
    let structured = members["structuredContent"]
    guard let content = members["content"]?.value.arrayValue ?? (structured == nil ? nil : []) else {
      throw .malformedResult(member: "content")
    }
    return ToolResult(
      content: content.map(ToolContent.init), structured: structured,
      isError: members["isError"]?.value.boolValue ?? false, document: result)
  }
}
