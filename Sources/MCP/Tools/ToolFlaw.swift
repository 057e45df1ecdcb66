/// Why a tool of a list cannot be offered.
public enum ToolFlaw: Error, Sendable, Equatable {
  /// A member that the schema of a tool requires is missing or of another type.
  case malformed(member: String)
  /// MCP 2026-07-28, Streamable HTTP: such a tool must be left out, and its name and the reason should be logged.
  case header(HeaderParameterFlaw)
}
