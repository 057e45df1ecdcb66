import FoundationEssentials
import HTTP
import OAuth
import Registry

// The second half of a login in two steps: the address that the browser ended at, brought by a person.
extension LoggingIn {
  /// Finishes the login that this is the answer to. Any other text changes nothing, and every login goes on waiting.
  ///
  /// `switchSubject` lets it replace the login of somebody else: only now it is known who has logged in.
  func finish(
    _ name: String, account: String?, _ answer: String, switchSubject: Bool = false
  ) async throws(EngineError) -> Grant {
    let (pending, found, code) = try answered(name, account, answer)
    let plan = found.allowing(switchSubject: switchSubject)
    let grant = try await recordingFailure(of: plan.server, plan.account) { () async throws(EngineError) in
      try await self.forgettingOnFailure(plan) { () async throws(EngineError) in
        try await self.storing(plan) { () async throws(EngineError) in try await self.spend(code, pending, plan) }
      }
    }
    try await settleReplaced(grant)
    return grant
  }

  /// The login waits no more before its code is sent, so that no other process sends it too. Where nothing was sent, the
  /// person may try again.
  private func spend(
    _ code: AuthorizationFlow.Result, _ pending: PendingLogin, _ plan: LoginPlan
  ) async throws(EngineError) -> ObtainedTokens {
    guard try stored(registry.take(pending)) else {
      throw .noPendingLogin(server: pending.serverName)
    }
    do throws(EngineError) { return try await redeem(code, plan) } catch {
      if case .transport(let failure, _) = error, !failure.sent {
        try stored(registry.putBack(pending))
      }
      if error.refusesClient { _ = try registrar.retireRefused(plan.registration, plan.found.metadata) }
      throw error
    }
  }

  /// Several logins may wait: the state tells whose answer it is.
  private func answered(
    _ name: String, _ account: String?, _ answer: String
  ) throws(EngineError) -> (PendingLogin, LoginPlan, AuthorizationFlow.Result) {
    let waiting = try stored(registry.pendingLogins(of: name, at: dependencies.now()))
      .filter { account == nil || $0.account == account }
    guard !waiting.isEmpty, let keys = try keyRing.existingKeys() else {
      _ = try stored(registry.server(name))
      throw .noPendingLogin(server: name)
    }
    for pending in waiting {
      guard let metadata = try metadata(of: pending, keys) else { continue }
      let opened = try stored(registry.open(pending, keys: keys))
      let expectation = AuthorizationResponse.Expectation(
        redirectURI: pending.redirectURI, state: opened.state, issuer: metadata.issuer,
        issRequired: metadata.issParameterSupported)
      switch AuthorizationResponse.parse(Self.trimmed(answer), expecting: expectation) {
      case .unrelated: continue
      case .code(let code):
        return (
          pending, try plan(finishing: pending, metadata, opened.dpopKey, keys),
          AuthorizationFlow.Result(code: code, verifier: opened.verifier, redirectURI: pending.redirectURI)
        )
      case .refused(let error):
        // A part of the address that was not copied can be brought later. Whatever else it says, it is the answer.
        if !error.isCutShort { try stored(registry.drop(pending)) }
        throw .oauth(error, ExchangeStep(.authorization, server: name))
      }
    }
    throw .notTheAnswer(server: name)
  }

  /// Without what is copied along with an address.
  private static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// The authorization server's own, as it was kept when the login began.
  private func metadata(
    of pending: PendingLogin, _ keys: DataKeys
  ) throws(EngineError) -> AuthorizationServerMetadata? {
    let kept = try stored(registry.metadata(of: pending.issuer, keys: keys))
    workplace.places.note(
      ServerScope(remembered: pending.settings.addressScope, at: pending.serverURL), of: pending.serverName)
    let discovery = Discovery(workplace: workplace, server: pending.serverName, endpoint: pending.serverURL)
    return try kept.map { (kept) throws(EngineError) in
      try discovery.accept(kept.json, from: pending.issuer, issuer: pending.issuer)
    }
  }

  /// As it was when the login began.
  private func plan(
    finishing pending: PendingLogin, _ metadata: AuthorizationServerMetadata, _ dpopKey: Secret?, _ keys: DataKeys
  ) throws(EngineError) -> LoginPlan {
    let known = try stored(registry.registration(pending.registrationID))
    guard let registration = known else { throw .noPendingLogin(server: pending.serverName) }
    let (server, isNew) = try server(of: pending)
    let found = DiscoveredAuthorization(
      issuer: pending.issuer, metadata: metadata, metadataFreshUntil: nil,
      resource: pending.resource ?? server.url.raw, resourceScopes: nil, challengeScope: nil)
    return LoginPlan(
      server: server, isNew: isNew, account: pending.account, flow: .authorizationCode, found: found,
      registration: registration, scope: pending.requestedScope, mayChangeSubject: false,
      dpopKey: dpopKey.flatMap { DPoPKey(stored: $0) }, keys: keys, mark: pending.mark)
  }

  private func server(of pending: PendingLogin) throws(EngineError) -> (Server, isNew: Bool) {
    let isKnown = try stored(registry.hasServer(pending.serverName))
    var server =
      isKnown
      ? try stored(registry.server(pending.serverName))
      : Server(
        name: pending.serverName, url: pending.serverURL, authorization: .oauth, defaultAccount: pending.account,
        createdAt: dependencies.now())
    // Another server may have taken the name meanwhile.
    guard server.url.raw == pending.serverURL.raw else { throw .registry(.nameTaken(pending.serverName)) }
    server.authorization = .oauth
    server.issuer = pending.issuer
    (server.resource, server.resourceMode) = (pending.resource, pending.resourceMode)
    server.settings.take(pending.settings)
    return (server, !isKnown)
  }
}

extension OAuthError {
  /// Whether an answer lacks a part that it must have.
  fileprivate var isCutShort: Bool {
    guard case .invalidDocument(let problem) = self, case .missing = problem.fault else { return false }
    return true
  }
}
