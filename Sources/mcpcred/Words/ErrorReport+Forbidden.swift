import Engine
import OAuth

extension ErrorReport {
  static func forbidden(
    _ server: String, _ error: String?, _ scope: Scope?, _ words: String?
  ) -> ErrorReport {
    guard error == "insufficient_scope", let scope, !scope.isEmpty else {
      return ErrorReport(
        "\(server) denies access\(said(words))", hints: ["mcpcred status \(server)"], .accessDenied, code: "forbidden")
    }
    return ErrorReport(
      "\(server) wants more than this login may do; it takes the scopes \(Untrusted.plain(scope.description))"
        + said(words),
      hints: scopeHint(server, scope), .accessDenied, code: "insufficient_scope")
  }

  /// A scope cut short would be another one.
  static func scopeHint(_ server: String, _ scope: Scope) -> [String] {
    guard scope.description.utf8.count <= 1000 else { return [] }
    return ["mcpcred login \(server) --scope \(Shell.quoted(scope.description))"]
  }
}
