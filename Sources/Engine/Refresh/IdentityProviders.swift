import FoundationEssentials
import OAuth
import Registry

/// Logins that vouch for others. An identity provider is an entry of the registry whose own issuer is its authorization
/// server. Its login is a grant like any other: it is renewed, locked and revoked by the same machinery, and serves every
/// server that is logged in to by it.
struct IdentityProviders: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }

  /// The login that vouches for a server's: the same account's at the provider that was named for it.
  func identityLogin(at name: String?, for server: String, account: String) throws(EngineError) -> Grant {
    guard let name else { throw .needsIdentityProvider(server: server) }
    let provider = try stored(registry.server(name))
    guard provider.settings.isIdentityProvider == true else { throw .notIdentityProvider(server: name) }
    let grant = try stored(registry.grant(of: provider, account: account))
    guard let grant else { throw .loginRequired(server: name, account: account, .never) }
    guard grant.state != .revoked else { throw .loginRequired(server: name, account: account, .revoked) }
    return grant
  }

  /// Opens that login. Throws `loginRequired` where it has no ID token that is good now.
  func identitySource(
    at provider: String?, for server: String, account: String, _ keys: DataKeys
  ) throws(EngineError) -> IdentitySource {
    let grant = try identityLogin(at: provider, for: server, account: account)
    guard let token = try goodIDToken(of: grant, for: 0, keys) else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    let metadata = try metadataSource.metadata(of: grant, keys)
    guard let registration = try stored(registry.registration(grant.registrationID))
    else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    return IdentitySource(grant: grant, idToken: token, registration: registration, metadata: metadata)
  }

  /// Seconds that an ID token must still be good for; less is renewed first.
  private static let margin = 30.0

  /// Renews the provider's login where its ID token is spent, in the ordinary way.
  func readyIdentity(at provider: String?, for server: String, account: String) async throws(EngineError) {
    let grant = try identityLogin(at: provider, for: server, account: account)
    let keys = try keyRing.dataKeys()
    if try goodIDToken(of: grant, for: Self.margin, keys) == nil { try await renewIdentity(grant, keys) }
  }

  /// The same for a login that is renewed. Whoever holds its lock may wait here for the provider's, and nobody the other way
  /// round.
  ///
  /// An ID token that looks good and that the provider refused for it is renewed too: its clock may be ahead of ours, or
  /// its session with the person over.
  func readyIdentity(for dependent: Grant, _ reason: RefreshReason) async throws(EngineError) {
    let grant = try identityLogin(
      at: dependent.identityProvider, for: dependent.serverName, account: dependent.account)
    let keys = try keyRing.dataKeys()
    if try goodIDToken(of: grant, for: Self.margin, keys) != nil {
      guard dependent.failures.last == "request_rejected", grant.isRenewable,
        let refusedAt = dependent.failures.lastAt,
        grant.times.obtainedAt <= refusedAt || !StoredTime.counts(grant.times.obtainedAt, of: dependencies.now())
      else { return }
    }
    if reason == .due { try checkWait(of: grant) }
    try await renewIdentity(grant, keys)
  }

  /// The provider's login waits after a failure like any other, and the schedule does not hurry it for another's sake.
  private func checkWait(of grant: Grant) throws(EngineError) {
    guard let until = grant.waitsUntil(at: dependencies.now()) else { return }
    throw .backingOff(server: grant.serverName, failure: grant.failures.last ?? "unknown", until: until)
  }

  /// A provider whose refresh has brought no ID token since the old one ended would bring none the next time either.
  private func renewIdentity(_ grant: Grant, _ keys: DataKeys) async throws(EngineError) {
    let end = try storedIDToken(of: grant, keys)?.claims.expiresAt
    let isVain = end.map { grant.times.obtainedAt >= $0 && grant.times.obtainedAt <= dependencies.now() } ?? false
    guard grant.isRenewable, !isVain else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    _ = try await refreshing.refresh(grant, .identity)
  }

  private func goodIDToken(
    of grant: Grant, for seconds: Double, _ keys: DataKeys
  ) throws(EngineError) -> Secret? {
    guard let (token, claims) = try storedIDToken(of: grant, keys),
      claims.expiresAt.timeIntervalSince(dependencies.now()) > seconds
    else { return nil }
    return token
  }

  private func storedIDToken(
    of grant: Grant, _ keys: DataKeys
  ) throws(EngineError) -> (token: Secret, claims: IDToken)? {
    let token = try stored(registry.idToken(of: grant, keys: keys))
    guard let token, let claims = try? IDToken.parse(token, from: grant.issuer) else { return nil }
    return (token, claims)
  }

  /// A refreshed ID token, where it is about the same person and for the same client (OpenID Connect Core §12.2).
  func idToken(in tokens: TokenResponse, of grant: Grant) -> Secret? {
    guard let token = tokens.idToken, let claims = try? IDToken.parse(token, from: grant.issuer),
      claims.problem(
        issuer: grant.issuer, clientID: grant.clientID, now: dependencies.now(), source: grant.issuer) == nil,
      grant.subject.map({ PersonClaims.areSame($0, claims.subject) }) ?? true
    else { return nil }
    return token
  }

  /// Throws `providerInUse` for a provider that servers are logged in to by.
  func checkUnused(_ provider: Server) throws(EngineError) {
    guard provider.settings.isIdentityProvider == true else { return }
    let users = try stored(registry.grants())
      .filter { $0.flow == .enterprise && $0.state != .revoked && $0.identityProvider == provider.name }
      .map(\.serverName)
    guard users.isEmpty else { throw .providerInUse(provider.name, by: Set(users).sorted()) }
  }
}
