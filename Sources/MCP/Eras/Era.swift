/// The two ways MCP works over HTTP. The raw value is what is stored.
public enum Era: String, Sendable, Equatable, CaseIterable {
  /// 2026-07-28 and later: stateless, one POST for each request.
  case modern
  /// Up to 2025-11-25: `initialize` first, often with a session.
  case legacy
}
