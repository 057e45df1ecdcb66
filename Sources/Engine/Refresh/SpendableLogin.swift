import HTTP
import OAuth
import Registry

/// A login with all that spending its refresh token takes, opened.
struct SpendableLogin {
  let grant: Grant
  /// Nil where the login is made again instead: by the client in its own name (RFC 6749 §4.4.3), or with an assertion.
  let refreshToken: Secret?
  /// What the platform says of this program, as it stands in its file now; nil for any other login.
  let assertion: WorkloadAssertion?
  /// The login at the identity provider that vouches for this one; nil for any other login.
  let identity: IdentitySource?
  /// The client, first as it authenticates as far as is known, then in other ways that may be taken.
  let clients: [OAuthClient]
  let tokenEndpoint: WebURL
  /// For tokens that are bound to a key (RFC 9449); nil for bearer tokens.
  let proofs: ProofMaker?

  /// Names what is sent in the intent; a client's own request spends nothing.
  var fingerprint: String { (refreshToken ?? assertion?.token)?.fingerprint ?? grant.flow.rawValue }

  /// With a proof of its own where the tokens are bound to a key, and with the identity provider's assertion where there is
  /// one: neither is good for two requests.
  func request(as client: OAuthClient, presenting vouched: Secret? = nil) -> HTTPRequest {
    let request = plainRequest(as: client, vouched)
    return proofs?.proved(request) ?? request
  }

  private func plainRequest(as client: OAuthClient, _ vouched: Secret?) -> HTTPRequest {
    if let refreshToken {
      return TokenRequest.refresh(refreshToken, resource: grant.resource, client: client, at: tokenEndpoint)
    }
    if let assertion = vouched ?? assertion?.token {
      return TokenRequest.assertion(
        assertion, scope: grant.requestedScope, resource: grant.resource, client: client, at: tokenEndpoint)
    }
    return TokenRequest.clientCredentials(
      scope: grant.requestedScope, resource: grant.resource, client: client, at: tokenEndpoint)
  }

  /// What the request holds that must never be shown, should a server repeat it.
  var secrets: [Secret] { [refreshToken, assertion?.token].compactMap(\.self) + clients.flatMap(\.secrets) }
}

extension CredentialManager {
  /// Opens what a refresh needs: the registry and the token endpoint's URL, and nothing from the network.
  ///
  /// Throws `loginRequired` where something of it is gone for good.
  func spendable(_ grant: Grant, _ keys: DataKeys) throws(EngineError) -> SpendableLogin {
    let token =
      grant.flow.expectsRefreshToken
      ? try stored(registry.refreshToken(of: grant, keys: keys)) : nil
    guard token != nil || grant.isRenewable else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    let metadata = try metadata(of: grant, keys)
    guard let registration = try stored(registry.registration(grant.registrationID))
    else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    return SpendableLogin(
      grant: grant, refreshToken: token, assertion: token == nil ? try assertion(of: grant) : nil,
      identity: token == nil ? try identity(of: grant, keys) : nil,
      clients: try clients(registration, at: metadata, keys),
      tokenEndpoint: metadata.tokenEndpoint,
      proofs: proofs(with: try dpopKey(of: grant, keys), for: .authorizationServer))
  }

  private func identity(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> IdentitySource? {
    guard grant.flow == .enterprise else { return nil }
    return try identitySource(
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

  /// The token endpoint the login was made at. What is cached serves at any age: a refresh needs nothing but the
  /// registry and that endpoint.
  func metadata(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> AuthorizationServerMetadata {
    let cached = try stored(registry.metadata(of: grant.issuer, keys: keys))
    guard let cached else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    do {
      return try AuthorizationServerMetadata.parse(cached.json, from: grant.issuer, issuer: grant.issuer)
    } catch {
      throw .oauth(error, ExchangeStep(.refresh, server: grant.serverName))
    }
  }
}
