/// Why an `x-mcp-header` annotation is invalid, so that its tool must be left out (MCP 2026-07-28, Streamable HTTP).
public enum HeaderParameterFlaw: Error, Sendable, Equatable {
  /// The annotation is not a string, is empty, or is no name for a header field (RFC 9110 §5.1).
  case notFieldName(property: String)
  /// Two annotations name the same header, upper and lower case alike.
  case duplicate(header: String)
  /// The property is neither a string nor an integer nor a boolean.
  case unfitType(property: String)
  /// The annotation is not on a chain of `properties` alone.
  case unreachable
}
