import HTTP
import OAuth
import Registry

/// A login with all that spending its refresh token takes, opened.
struct OpenedLogin {
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

  /// What can be said in a refresh: what was granted, or asked for; nil where neither is known.
  var scope: Scope? {
    guard refreshToken != nil, let scope = grant.grantedScope ?? grant.requestedScope, !scope.isEmpty else {
      return nil
    }
    return scope
  }

  /// Names what is sent in the intent; a client's own request spends nothing.
  var fingerprint: String { (refreshToken ?? assertion?.token)?.fingerprint ?? grant.flow.rawValue }

  /// With a proof of its own where the tokens are bound to a key, and with the identity provider's assertion where there is
  /// one: neither is good for two requests.
  ///
  /// `saysScope` says the granted scope in a refresh.
  func request(as client: OAuthClient, presenting vouched: Secret? = nil, saysScope: Bool = false) -> HTTPRequest {
    let request = plainRequest(as: client, vouched, saysScope ? scope : nil)
    return proofs?.proved(request) ?? request
  }

  private func plainRequest(as client: OAuthClient, _ vouched: Secret?, _ scope: Scope?) -> HTTPRequest {
    if let refreshToken {
      return TokenRequest.refresh(
        refreshToken, scope: scope, resource: grant.resource, client: client, at: tokenEndpoint)
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
