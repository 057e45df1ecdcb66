/// How a `tools/call` went on, by its `resultType` (MCP 2026-07-28, Base Protocol).
public enum ToolOutcome: Sendable, Equatable {
  case complete(ToolResult)
  case inputRequired(InputRequired)

  /// Reads a result; without a `resultType` it is complete.
  ///
  /// Throws `unknownResultType` and `malformedResult`.
  public static func parse(_ result: JSONValue) throws(MCPError) -> ToolOutcome {
    guard result.objectValue != nil else { throw .malformedResult(member: "result") }
    switch result["resultType"] {
    case nil, "complete": return .complete(try complete(result))
    case "input_required":
      return .inputRequired(
        InputRequired(
          requests: result["inputRequests"]?.objectValue ?? [:], requestState: result["requestState"]?.stringValue))
    case let other?: throw .unknownResultType(other.stringValue ?? other.text())
    }
  }

  private static func complete(_ result: JSONValue) throws(MCPError) -> ToolResult {
    let structured = result["structuredContent"]
    guard let content = result["content"]?.arrayValue ?? (structured == nil ? nil : []) else {
      throw .malformedResult(member: "content")
    }
    return ToolResult(
      content: content.map(ToolContent.init), structuredContent: structured,
      isError: result["isError"]?.boolValue ?? false, raw: result)
  }
}
