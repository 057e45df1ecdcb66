import OAuth

/// Which scope to ask for.
enum ScopeChoice {
  /// The person's choice; else what the challenge names; else all the resource supports; else none, which leaves it to
  /// the server (MCP 2026-07-28, Scope Selection Strategy).
  ///
  /// `offline_access` is asked for only where the authorization server itself lists it (MCP 2026-07-28, Refresh Tokens), or
  /// where the challenge demands it.
  static func initial(
    chosen: Scope?, challenge: Scope?, resource: Scope?, supported: [String]?
  ) -> Scope? {
    if let chosen { return chosen }
    guard supported?.contains("offline_access") == true, let offline = Scope("offline_access") else {
      return challenge ?? resource.flatMap { without("offline_access", $0) }
    }
    return (challenge ?? resource ?? Scope(tokens: []))?.union(offline)
  }

  /// Nil where nothing is left to ask for.
  private static func without(_ token: String, _ scope: Scope) -> Scope? {
    let rest = scope.tokens.filter { $0 != token }
    return rest.isEmpty ? nil : Scope(tokens: rest)
  }

  /// What a client registers for: every scope the server names and those wanted now. Some servers never grant a client
  /// a scope it did not register, and the registration is shared by all servers of the issuer.
  static func registered(wanted: Scope?, supported: [String]?) -> Scope? {
    let all = Scope(tokens: supported ?? []).flatMap { $0.isEmpty ? nil : $0 }
    guard let wanted else { return all }
    return all?.union(wanted) ?? wanted
  }
}
