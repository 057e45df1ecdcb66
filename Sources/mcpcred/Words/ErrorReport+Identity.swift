import Engine
import OAuth

extension ErrorReport {
  /// Errors about an identity provider; any other error has its words elsewhere.
  static func reportIdentity(_ error: EngineError) -> ErrorReport {
    switch error {
    case .needsIdentityProvider(let server):
      ErrorReport(
        "login to \(server) needs an identity provider",
        hints: ["mcpcred login \(server) --grant enterprise --identity-provider NAME"], .usage,
        code: "identity_provider_needed")
    case .notIdentityProvider(let server):
      ErrorReport(
        "\(server) is not an identity provider", hints: ["mcpcred add NAME ISSUER_URL --as-identity-provider"], .usage,
        code: "not_identity_provider")
    case .isIdentityProvider(let server):
      ErrorReport(
        "\(server) is an identity provider and has no tools",
        hints: ["mcpcred add URL --grant enterprise --identity-provider \(server)"], .usage,
        code: "is_identity_provider")
    case .providerInUse(let provider, let servers):
      ErrorReport(
        "\(provider) is needed for logins to \(servers.joined(separator: ", "))",
        hints: servers.prefix(2).map { "mcpcred remove \($0)" }, .usage, code: "identity_provider_in_use")
    case .noIDToken(let server):
      ErrorReport(
        "login to \(server): the identity provider does not say who has logged in; nothing is stored",
        hints: ["mcpcred login \(server) --scope 'openid offline_access'"], .rejected, code: "no_id_token")
    case .identity(let failure, let server): report(failure, server: server)
    default: report(error)
    }
  }

  private static func report(_ failure: IdentityFailure, server: String) -> ErrorReport {
    let step = ExchangeStep(.identityExchange, server: failure.provider)
    let cause =
      switch failure.cause {
      case .oauth(let error): report(error, step)
      case .transport(let error): report(error, step)
      }
    return ErrorReport(
      "no token for \(server): \(Untrusted.plain(failure.host)): \(cause.message)",
      hints: ["mcpcred status \(failure.provider)"], cause.status, code: "identity_provider",
      retryAfter: cause.retryAfter)
  }
}
