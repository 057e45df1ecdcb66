public import OAuth

/// What became of the tokens of a login that was replaced.
public enum RevocationOutcome: Sendable {
  case revoked
  /// Not now; `refresh --due` tries again.
  case owed
  /// The authorization server offers no revocation.
  case notSupported
  /// In the server's own words.
  case refused(OAuthError)

  /// The worst that one of them met.
  init(_ results: [RevocationResult]) {
    var fate = results.isEmpty ? RevocationOutcome.notSupported : .revoked
    for result in results {
      switch result {
      case .queued: self = .owed; return
      case .refused(let error): fate = .refused(error)
      case .notSupported, .abandoned: if case .revoked = fate { fate = .notSupported }
      case .revoked: break
      }
    }
    self = fate
  }
}
