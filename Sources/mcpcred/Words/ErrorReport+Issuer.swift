import Engine

// An authorization server that is another one than before, or than the server's documents agree on.
extension ErrorReport {
  static func issuerChanged(_ server: String, from: String, to: [String]) -> ErrorReport {
    ErrorReport(
      "\(server) names another authorization server than before: was \(from), now "
        + Untrusted.plain(to.joined(separator: " ")), hints: ["mcpcred login \(server) --accept-issuer"], .policy,
      code: "issuer_changed")
  }

  static func trustedIssuerMoved(_ server: String, _ issuer: String, from: String, to: String) -> ErrorReport {
    ErrorReport(
      "the token endpoint of \(Untrusted.plain(issuer)), which you have vouched for, has moved: was at \(from), now at "
        + to, hints: ["mcpcred login \(server) --trust-issuer \(Shell.quoted(issuer))"], .policy, code: "issuer_changed"
    )
  }

  /// No option leads through: the logins of other servers would be renewed where this server's document says.
  static func trustedIssuerInUse(_ server: String, _ issuer: String, known: String, named: String) -> ErrorReport {
    ErrorReport(
      "\(server) names metadata that declares \(Untrusted.plain(issuer)) and has its token endpoint at \(named); other "
        + "logins there have it at \(known)", .policy, code: "issuer_changed")
  }
}
