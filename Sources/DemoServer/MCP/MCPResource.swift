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

  /// RFC 9728 §3.1: the well-known part comes before the resource's path.
  var metadataPath: String { "/.well-known/oauth-protected-resource" + path }

  var isProtected: Bool { self != .open }
}
