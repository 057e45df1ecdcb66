import Registry

extension Grant.Flow {
  /// The MCP extensions that a login made this way goes by. The server is told of them in every request that may carry
  /// capabilities (MCP 2026-07-28, Versioning; ext-auth).
  var extensions: Set<String> {
    switch self {
    case .clientCredentials: ["io.modelcontextprotocol/oauth-client-credentials"]
    case .enterprise: ["io.modelcontextprotocol/enterprise-managed-authorization"]
    case .authorizationCode, .deviceCode, .workload: []
    }
  }
}
