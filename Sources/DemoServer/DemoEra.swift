/// Which protocol eras the MCP endpoints speak; `/classic/mcp` is always session-based only.
public enum DemoEra: String, Sendable, CaseIterable {
  /// Stateless, 2026-07-28.
  case modern
  /// Session-based, 2025-03-26 to 2025-11-25.
  case legacy
  /// Whatever the request is.
  case both
}
