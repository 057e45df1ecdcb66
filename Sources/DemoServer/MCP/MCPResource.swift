/// The MCP endpoints.
enum MCPResource: Sendable, CaseIterable {
  /// Both protocol eras.
  case tools
  /// A second resource of the same issuer.
  case more
  /// Session-based only.
  case classic
  /// Needs no authorization.
  case open

  var path: String {
    switch self {
    case .tools: "/tools/mcp"
    case .more: "/more/mcp"
    case .classic: "/classic/mcp"
    case .open: "/open/mcp"
    }
  }

  var isProtected: Bool { self != .open }
}
