import FoundationEssentials
import OAuth
import Registry

extension Refreshing {
  /// The stored access token where it is good for long enough; nil where it must be renewed first.
  ///
  /// Synchronous, and free of everything but the registry and the key: this is the path of most calls.
  ///
  /// Throws `boundToken` for one that is bound to a key, which is not handed out: without the key it is of no use.
  func storedToken(
    _ name: String, account: String?, minimumValidity: TimeInterval?
  ) throws(EngineError) -> HandedOutToken? {
    let server = try stored(registry.server(name))
    let grant = try servable(server, account: account ?? server.defaultAccount)
    guard !grant.isBound else { throw .boundToken(server: name) }
    guard isFresh(grant, minimumValidity) else { return nil }
    return try handOut(grant)
  }

  /// An access token, renewed where it must be.
  func token(
    _ name: String, account: String?, minimumValidity: TimeInterval?
  ) async throws(EngineError) -> HandedOutToken {
    let server = try stored(registry.server(name))
    let account = account ?? server.defaultAccount
    guard try !servable(server, account: account).isBound else { throw .boundToken(server: name) }
    return try handOut(try await fresh(server, account: account, minimumValidity: minimumValidity))
  }

  /// A login with an access token that is fresh, or was made so.
  func fresh(_ server: Server, account: String, minimumValidity: TimeInterval?) async throws(EngineError) -> Grant {
    let grant = try servable(server, account: account)
    if isFresh(grant, minimumValidity) { return grant }
    return try await refresh(grant, .spent(minimumValidity: minimumValidity))
  }

  func isFresh(_ grant: Grant, _ minimumValidity: TimeInterval?) -> Bool {
    grant.hasAccessToken
      && RefreshPolicy.isFresh(
        expiresAt: grant.times.expiresAt, obtainedAt: grant.times.obtainedAt, lifetime: grant.times.lifetime,
        minimumValidity: minimumValidity, age: grant.times.age(at: dependencies.boot()),
        isRenewable: grant.isRenewable, now: dependencies.now())
  }

  private func handOut(_ grant: Grant) throws(EngineError) -> HandedOutToken {
    HandedOutToken(access: try keyRing.openAccess(grant), expiresAt: grant.times.expiresAt, scope: grant.grantedScope)
  }

  /// The login, where it can give a token now or after a refresh.
  private func servable(_ server: Server, account: String) throws(EngineError) -> Grant {
    guard server.authorization != .none else { throw .needsNoToken(server: server.name) }
    let grant = try grant(of: server, account: account)
    guard grant.state != .revoked else { throw .loginRequired(server: server.name, account: account, .revoked) }
    return grant
  }

  /// The account's login. Where only other accounts have one, the account is unknown; where none has, a login is due.
  func grant(of server: Server, account: String) throws(EngineError) -> Grant {
    let found = try stored(registry.grant(of: server, account: account))
    if let found { return found }
    let others = try stored(registry.grants(of: server))
    guard others.isEmpty else { throw .registry(.unknownAccount(server: server.name, account: account)) }
    throw .loginRequired(server: server.name, account: account, .never)
  }
}
