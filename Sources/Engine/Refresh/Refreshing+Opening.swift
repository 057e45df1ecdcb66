import HTTP
import OAuth
import Registry

extension Refreshing {
  /// Opens what a refresh needs: the registry and the token endpoint's URL, and nothing from the network.
  ///
  /// Throws `loginRequired` where something of it is gone for good.
  func opened(_ grant: Grant, _ keys: DataKeys) throws(EngineError) -> OpenedLogin {
    let token =
      grant.flow.expectsRefreshToken
      ? try stored(registry.refreshToken(of: grant, keys: keys)) : nil
    guard token != nil || grant.isRenewable else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    let metadata = try metadataSource.metadata(of: grant, keys)
    guard let registration = try stored(registry.registration(grant.registrationID))
    else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    return OpenedLogin(
      grant: grant, refreshToken: token, assertion: token == nil ? try assertion(of: grant) : nil,
      identity: token == nil ? try identity(of: grant, keys) : nil,
      clients: try exchanges.clients(registration, at: metadata, keys),
      tokenEndpoint: metadata.tokenEndpoint,
      proofs: exchanges.proofs(with: try exchanges.dpopKey(of: grant, keys), for: .authorizationServer))
  }

  private func identity(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> IdentitySource? {
    guard grant.flow == .enterprise else { return nil }
    return try identityProviders.identitySource(
      at: grant.identityProvider, for: grant.serverName, account: grant.account, keys)
  }

  /// Throws `assertionFile` where there is none to send now. One that was refused is not sent again, nor is the login made in
  /// another way instead (SEP-1933).
  private func assertion(of grant: Grant) throws(EngineError) -> WorkloadAssertion? {
    guard let path = grant.assertionFile else { return nil }
    let assertion = try assertion(path, server: grant.serverName)
    guard assertion.token.fingerprint != grant.refusedAssertion else {
      throw .assertionFile(server: grant.serverName, AssertionFileError(path: path, .refused))
    }
    return assertion
  }
}
