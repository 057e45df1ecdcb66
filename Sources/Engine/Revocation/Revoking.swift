import FoundationEssentials
import HTTP
import OAuth
import Registry

/// Taking tokens back at their authorization servers, and forgetting logins and servers.
struct Revoking: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var locks: Locks { Locks(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var identityProviders: IdentityProviders { IdentityProviders(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }
  var registrar: Registrar { Registrar(workplace: workplace) }

  /// Takes a login back at its authorization server and forgets it here; the refresh token goes first (RFC 7009 §2.1).
  ///
  /// What is owed is on disk before the local secret is gone, so that neither a crash nor an outage can lose it.
  func revoke(_ name: String, account: String?) async throws(EngineError) -> [RevokedToken] {
    let server = try stored(registry.server(name))
    guard server.authorization != .none else { throw .needsNoToken(server: name) }
    let account = account ?? server.defaultAccount
    let grant = try refreshing.grant(of: server, account: account)
    let keys = try keyRing.dataKeys()
    let owed = try await queue(grant, keys)
    return try await deliver(owed, keys)
  }

  /// Under the grant's lock, which is let go before anything is sent: once the outbox holds the tokens it guards nothing.
  private func queue(_ grant: Grant, _ keys: DataKeys) async throws(EngineError) -> [OwedRevocation] {
    let held = try await locks.lock(grant)
    defer { held.release() }
    // An answer that is still in the spool file is what has to be taken back.
    let found = try refreshing.current(grant)
    let current = try refreshing.storeSpooled(found) ?? found
    let event = event(.revocationQueued, current, generation: current.generation, cause: nil)
    let owed = try stored(registry.queueRevocation(of: current, event: event, keys: keys))
    guard let owed else { throw .busy(server: grant.serverName) }
    return owed
  }

  /// Tries what is still owed and due.
  @discardableResult
  func deliverRevocations() async throws(EngineError) -> [RevokedToken] {
    let now = dependencies.now()
    let owed = try stored(registry.owedRevocations(dueBy: now))
    guard !owed.isEmpty else { return [] }
    return try await deliver(owed, try keyRing.dataKeys())
  }

  /// One after the other; a row that does not open does not keep the others.
  func deliver(_ owed: [OwedRevocation], _ keys: DataKeys) async throws(EngineError) -> [RevokedToken] {
    var tokens: [RevokedToken] = []
    for item in owed {
      do throws(EngineError) {
        tokens.append(RevokedToken(account: item.account, kind: item.kind, result: try await deliver(item, keys)))
      } catch {
        guard !error.concernsAll else { throw error }
        tokens.append(RevokedToken(account: item.account, kind: item.kind, result: .queued(error)))
      }
    }
    return tokens
  }

  private func deliver(_ owed: OwedRevocation, _ keys: DataKeys) async throws(EngineError) -> RevocationResult {
    let next = try beginAttempt(owed)
    dependencies.reached(.delivering)
    let result = try await attempt(owed, keys)
    switch result {
    case .revoked: try settle(owed, .revoked, nil)
    case .notSupported: try settle(owed, .revocationFailed, "not_supported")
    case .refused(let error):
      try metadataSource.doubtMetadata(of: owed.issuer, after: error)
      try settle(owed, .revocationFailed, error.cause, Self.words(of: error))
    case .abandoned: break
    case .queued(let error):
      try postpone(owed, error, until: next)
      if case .cancelled = error { throw error }
    }
    return result
  }

  private func attempt(_ owed: OwedRevocation, _ keys: DataKeys) async throws(EngineError) -> RevocationResult {
    let step = ExchangeStep(.revocation, server: owed.serverName)
    let cached = try stored(registry.metadata(of: owed.issuer, keys: keys))
    let registration = try stored(registry.registration(owed.registrationID))
    guard let cached, let registration else { return .notSupported }
    let metadata: AuthorizationServerMetadata
    do { metadata = try .parse(cached.json, from: owed.issuer, issuer: owed.issuer) } catch {
      return .queued(.oauth(error, step))
    }
    // Who has no name there cannot ask for it either (RFC 7009 §2.1).
    guard let endpoint = metadata.revocationEndpoint, registration.isNamed else { return .notSupported }
    // Of a server that was removed since, the authorization server tells where it was.
    if exchanges.place(of: owed.serverName) == nil {
      workplace.places.note(ServerScope(remembered: nil, at: metadata.tokenEndpoint), of: owed.serverName)
    }
    let clients = try exchanges.clients(
      registration, at: metadata,
      supported: metadata.revocationEndpointAuthMethods ?? metadata.tokenEndpointAuthMethods,
      keys)
    guard let token = try stored(registry.token(of: owed, keys: keys)) else {
      return .notSupported
    }
    let secrets = [token] + clients.flatMap(\.secrets)
    let result = await judge(endpoint, step, hiding: secrets) { () async throws(EngineError) in
      try await exchanges.send(as: clients, at: owed.issuer) { client in
        Revocation.request(token, kind: owed.kind, client: client, at: endpoint)
      } over: { (request) async throws(EngineError) in
        try await exchanges.send(request, step)
      }
    }
    // An assertion is not sent twice, and no server wants a secret beside one.
    guard case .refused(.refused(let refusal)) = result, let client = clients.first,
      client.method != .clientSecretPost, client.method != .privateKeyJWT,
      ["invalid_request", "invalid_client"].contains(refusal.code)
    else { return result }
    let insistent = Revocation.requestWithEmptySecret(token, kind: owed.kind, client: client, at: endpoint)
    return await judge(endpoint, step, hiding: secrets) { () async throws(EngineError) in
      try await exchanges.send(insistent, step)
    }
  }

  private func judge(
    _ endpoint: WebURL, _ step: ExchangeStep, hiding secrets: [Secret],
    _ ask: () async throws(EngineError) -> HTTPResponse
  ) async -> RevocationResult {
    do throws(EngineError) {
      let response = try await ask()
      do throws(OAuthError) {
        try Revocation.check(response, from: endpoint, hiding: secrets)
        return .revoked
      } catch {
        return Self.isTemporary(error) ? .queued(.oauth(error, step)) : .refused(error)
      }
    } catch {
      return .queued(error)
    }
  }

  /// RFC 7009 §2.2.1: after 503 the token must be taken to be alive. Any answer that is no OAuth error says no more, but
  /// for one that says that nothing is there.
  private static func isTemporary(_ error: OAuthError) -> Bool {
    switch error {
    case .httpFailure(let failure): ![404, 405, 410].contains(failure.status)
    case .refused(let refusal): refusal.isOutage
    default: false
    }
  }

  private static func words(of error: OAuthError) -> String? {
    if case .refused(let refusal) = error { refusal.description } else { nil }
  }

  private func settle(
    _ owed: OwedRevocation, _ kind: Event.Kind, _ cause: String?, _ detail: String? = nil
  ) throws(EngineError) {
    let event = Event(
      kind, at: dependencies.now(), server: owed.serverName, account: owed.account, issuer: owed.issuer, cause: cause,
      detail: detail, actor: actor)
    try stored(registry.settle(owed, event: event))
  }

  /// When it is tried again, unless it is settled now.
  private func beginAttempt(_ owed: OwedRevocation) throws(EngineError) -> Date {
    let fraction = fraction()
    let next = Backoff.next(after: owed.attempts, retryAfter: nil, now: dependencies.now(), fraction: fraction)
    try stored(registry.noteAttempt(owed, until: next))
    return next
  }

  private func postpone(_ owed: OwedRevocation, _ error: EngineError, until next: Date) throws(EngineError) {
    let asked = dependencies.now().addingTimeInterval(Double(min(max(error.retryAfter ?? 0, 0), 86_400)))
    try stored(registry.postpone(owed, failure: "transient", until: max(next, asked)))
  }
}
