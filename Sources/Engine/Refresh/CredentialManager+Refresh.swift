import FoundationEssentials
import HTTP
import OAuth
public import Registry

// Spending a refresh token. The numbers are those of docs/flows.md; this file is the only place where one is spent.
extension CredentialManager {
  /// Spends the login's refresh token now, fresh or not, unless another process has done so since this one looked.
  public func refresh(_ name: String, account: String?) async throws(EngineError) -> Grant {
    let server = try stored { () throws(RegistryError) in try registry.server(name) }
    let account = account ?? server.defaultAccount
    guard server.authorization != .none else { throw .needsNoToken(server: name) }
    let grant = try grant(of: server, account: account)
    return try await refresh(grant, .forced)
  }

  /// Makes the login fresh: adopts what another process has stored, or spends the refresh token.
  func refresh(_ seen: Grant, _ reason: RefreshReason) async throws(EngineError) -> Grant {
    do throws(EngineError) { return try await refreshUnderLock(seen, reason) } catch {
      await askAgain(about: seen, after: error)
      throw error
    }
  }

  private func refreshUnderLock(_ seen: Grant, _ reason: RefreshReason) async throws(EngineError) -> Grant {
    // 1. The grant's kernel lock; whoever waits looks again and leaves early.
    let held: any HeldLock
    switch try await lockOrAdopt(seen, reason) {
    case .adopted(let grant): return grant
    case .held(let lock): held = lock
    }
    defer { held.release() }
    // 2. Read again inside the lock.
    let grant = try current(seen)
    let intent = try stored { () throws(RegistryError) in try registry.intent(of: grant) }
    if intent == nil, isSettled(grant, seen: seen, reason) { return grant }
    if reason == .due, !isDue(grant) { return grant }
    try checkState(grant, reason)
    if reason == .rejected { try checkRejection(grant) }
    return try await Shield.run { () async throws(EngineError) in
      try await self.spend(grant, isReplay: intent != nil, reason)
    }
  }

  /// Steps 5 to 9, under the lock.
  private func spend(
    _ grant: Grant, isReplay: Bool, _ reason: RefreshReason
  ) async throws(EngineError) -> Grant {
    let keys = try dataKeys()
    guard let token = try stored({ () throws(RegistryError) in try registry.refreshToken(of: grant, keys: keys) })
    else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    let metadata = try metadata(of: grant, keys)
    guard let registration = try stored({ () throws(RegistryError) in try registry.registration(grant.registrationID) })
    else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    let clients = try clients(registration, at: metadata, keys)
    let transport = try quietTransport()
    // What is printed must not stand between the answer and its commit.
    var status: Int?
    defer { notify(.exchange(.post, url: metadata.tokenEndpoint.origin + metadata.tokenEndpoint.path, status: status)) }
    // 5. The intent, durable before the request leaves.
    let now = dependencies.now()
    let isOpen = try stored { () throws(RegistryError) in
      try registry.openIntent(grant, fingerprint: token.fingerprint, at: now)
    }
    guard isOpen else { throw .busy(server: grant.serverName) }
    // 6. One POST with its own deadline; no redirects, no retries below.
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await send(as: clients, at: grant.issuer) { client in
        TokenRequest.refresh(token, resource: grant.resource, client: client, at: metadata.tokenEndpoint)
      } over: { (request) async throws(TransportError) in
        try await send(request, of: grant.serverName, over: transport)
      }
      status = response.status
    } catch {
      try record(RefreshOutcome(error), grant, isReplay: isReplay)
      throw EngineError(error, ExchangeStep(.refresh, server: grant.serverName))
    }
    let result = Result { () throws(OAuthError) in
      try TokenResponse.parse(
        response, from: metadata.tokenEndpoint, hiding: [token] + clients.flatMap(\.secrets))
    }
    if case .success(let tokens) = result {
      return try commit(tokens, grant, previousRefresh: token, obtainedAt: now, reason, keys)
    }
    // 9. Or 10, where the intent stays open.
    let outcome = RefreshOutcome(result)
    try record(outcome, grant, isReplay: isReplay)
    throw failure(outcome, result, grant)
  }

  /// 7. One transaction; only then is anyone given the token.
  private func commit(
    _ tokens: TokenResponse, _ grant: Grant, previousRefresh: Secret, obtainedAt: Date, _ reason: RefreshReason,
    _ keys: DataKeys
  ) throws(EngineError) -> Grant {
    let set = tokenSet(
      tokens, obtainedAt: obtainedAt, previousRefresh: previousRefresh, scope: grant.grantedScope, grant: grant.id,
      generation: grant.generation + 1)
    let event = event(.refreshed, grant, generation: grant.generation + 1, cause: reason.eventCause)
    let committed: Grant?
    do { committed = try registry.commitRefresh(grant, set, event: event, keys: keys) } catch {
      throw .notStored(server: grant.serverName, error)
    }
    // Only a writer that ignores the lock can have moved the row on.
    guard let committed else { throw .busy(server: grant.serverName) }
    return committed
  }

  /// The answer's times and the rules of RFC 6749 §6: without a new refresh token the old one stays in use.
  func tokenSet(
    _ tokens: TokenResponse, obtainedAt: Date, previousRefresh: Secret?, scope: Scope?, grant: Int64,
    generation: Int64
  ) -> TokenSet {
    let refresh = tokens.refreshToken ?? previousRefresh
    return TokenSet(
      access: tokens.accessToken, refresh: refresh, grantedScope: tokens.scope ?? scope, obtainedAt: obtainedAt,
      lifetime: tokens.expiresIn,
      dueAt: refresh == nil
        ? nil
        : RefreshPolicy.dueAt(
          obtainedAt: obtainedAt, lifetime: tokens.expiresIn, grant: grant, generation: generation),
      keepaliveAt: refresh == nil
        ? nil : RefreshPolicy.keepaliveAt(obtainedAt: obtainedAt, grant: grant, generation: generation))
  }

  /// The token endpoint the login was made at. What is cached serves at any age: a refresh needs nothing but the
  /// registry and that endpoint.
  func metadata(of grant: Grant, _ keys: DataKeys) throws(EngineError) -> AuthorizationServerMetadata {
    let cached = try stored { () throws(RegistryError) in try registry.metadata(of: grant.issuer, keys: keys) }
    guard let cached else { throw .loginRequired(server: grant.serverName, account: grant.account, .never) }
    do {
      return try AuthorizationServerMetadata.parse(cached.json, from: grant.issuer, issuer: grant.issuer)
    } catch {
      throw .oauth(error, ExchangeStep(.refresh, server: grant.serverName))
    }
  }
}
