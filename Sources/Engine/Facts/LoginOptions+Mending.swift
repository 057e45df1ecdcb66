extension LoginOptions {
  /// The login that would mend this error; nil where none would.
  ///
  /// A missing scope is asked for together with those the login has: a refresh cannot widen a grant (RFC 6749 §6).
  public init?(mending error: EngineError) {
    self.init()
    switch error {
    case .loginRequired, .rejectedByResource: return
    // A server that shows its tools to all, or takes both kinds in its challenge, does not demand it of the login.
    case .boundTokensNeeded: boundTokens = true
    case .forbidden(_, "insufficient_scope", let wanted?, _) where !wanted.isEmpty: scope = wanted
    default: return nil
    }
  }
}
