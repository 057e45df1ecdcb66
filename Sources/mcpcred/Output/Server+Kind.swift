import Registry

extension Server {
  /// What the entry is, in one word for scripts.
  var kind: String { settings.isIdentityProvider == true ? "identity-provider" : "mcp-server" }
}
