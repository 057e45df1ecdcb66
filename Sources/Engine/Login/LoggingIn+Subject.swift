import FoundationEssentials
import OAuth
import Registry

// Whose login it is that has just been made. A browser that is signed in as somebody else is how a work account comes to be
// replaced by a private one.
extension LoggingIn {
  /// The ID token that came with the tokens, where it is good. One that is not costs no login, and is told.
  func identity(_ tokens: ObtainedTokens, _ plan: LoginPlan) -> IDToken? {
    guard let token = tokens.response.idToken else { return nil }
    let source = plan.found.metadata.tokenEndpoint.origin
    do throws(OAuthError) {
      let identity = try IDToken.parse(token, from: source)
      let problem = identity.problem(
        issuer: plan.found.metadata.issuer, clientID: plan.registration.clientID, now: dependencies.now(),
        source: source)
      guard let problem else { return identity }
      throw .invalidDocument(problem)
    } catch {
      if case .invalidDocument(let problem) = error { notify(.idTokenUnusable(server: plan.server.name, problem)) }
      return nil
    }
  }

  /// Throws `subjectChanged` where the login would replace somebody else's, and records it, unless the person wants that.
  ///
  /// Names are an issuer's own: another issuer's say nothing about this. What was revoked is nobody's any more.
  func check(_ subject: String?, replacing grant: Grant?, _ plan: LoginPlan) throws(EngineError) {
    guard let subject, let grant, grant.state != .revoked, Issuer.matches(grant.issuer, plan.registration.issuer),
      let known = grant.subject, !PersonClaims.areSame(known, subject)
    else { return }
    var event = event(
      .subjectChanged, grant, generation: grant.generation, cause: plan.mayChangeSubject ? "accepted" : "refused")
    event.detail = "\(known) to \(subject)"
    try note(event)
    guard plan.mayChangeSubject else {
      throw .subjectChanged(server: grant.serverName, account: grant.account, from: known, to: subject)
    }
  }

  /// Revokes tokens that are not kept after an error, the refresh token first. There is no second try: nothing of them is
  /// stored. Where that could end a login that is stored they are left to expire.
  func takeBack(_ tokens: ObtainedTokens, _ plan: LoginPlan, after error: EngineError) async {
    let metadata = plan.found.metadata
    guard (try? sparesOthers(plan, after: error)) ?? false else {
      return notify(.takenBack(server: plan.server.name, areRevoked: false))
    }
    let all = [
      (Revocation.TokenKind.refreshToken, tokens.response.refreshToken), (.accessToken, tokens.response.accessToken),
    ]
    var areRevoked = metadata.revocationEndpoint != nil && plan.registration.isNamed
    if let endpoint = metadata.revocationEndpoint, plan.registration.isNamed {
      let step = ExchangeStep(.revocation, server: plan.server.name)
      for (kind, token) in all {
        // An assertion of the client is good for one request.
        guard let token,
          let clients = try? exchanges.clients(
            plan.registration, at: metadata,
            supported: metadata.revocationEndpointAuthMethods ?? metadata.tokenEndpointAuthMethods, plan.keys)
        else { continue }
        let response = try? await exchanges.send(as: clients, at: plan.registration.issuer) { client in
          Revocation.request(token, kind: kind, client: client, at: endpoint)
        } over: { (request) async throws(EngineError) in
          try await exchanges.sendQuietly(request, step)
        }
        let isDone = response.map { (try? Revocation.check($0, from: endpoint, hiding: [token])) != nil } ?? false
        areRevoked = areRevoked && isDone
      }
    }
    notify(.takenBack(server: plan.server.name, areRevoked: areRevoked))
  }

  /// Whether tokens can be taken back without ending a login that is stored: as for one that is replaced (`owes`), some
  /// servers end everything of a client and a person with one token, and some give the same refresh token again.
  ///
  /// What belongs to somebody else ends nothing of the login it did not replace.
  private func sparesOthers(_ plan: LoginPlan, after error: EngineError) throws(RegistryError) -> Bool {
    guard try registry.quirks(of: plan.registration.issuer).revocationEndsAll != true else { return false }
    var other: Int64 = 0
    if case .subjectChanged = error {
      other = try registry.grant(of: plan.server, account: plan.account)?.id ?? 0
    }
    return try !registry.hasOtherGrant(of: plan.registration.id, than: other)
  }
}
