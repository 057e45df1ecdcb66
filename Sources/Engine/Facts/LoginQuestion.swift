public import OAuth

/// What a person should know before a login, and is asked about where that is possible.
public enum LoginQuestion: Sendable {
  /// The server is at a host that has no login at this issuer yet, while other hosts' servers have: the issuer may give it
  /// a token without asking much, and a stranger may have named the issuer for just that.
  case newHost(server: String, host: String, issuer: String, clientID: String?, scope: Scope?, others: [String])
}
