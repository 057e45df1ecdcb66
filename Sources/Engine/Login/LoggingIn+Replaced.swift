import FoundationEssentials
import OAuth
import Registry

// What becomes of the login that a new one replaces. It is taken back only when the new one is stored.
extension LoggingIn {
  /// Whether the tokens of the replaced login go into the outbox, in the commit that stores the new one.
  ///
  /// At another issuer nobody would use them any more. At the same one revoking can do harm: RFC 7009 §2.1 lets a server
  /// end the whole grant with one token, and some know one grant only for a person and a client. So it is done where the
  /// refresh token is another one, no other login here was made with the same client, and the issuer has not ended a new
  /// login in this way before.
  func owes(_ replaced: Grant?, to new: TokenResponse, _ plan: LoginPlan) throws(EngineError) -> Bool {
    guard let replaced, replaced.state != .revoked else { return false }
    guard replaced.issuer == plan.registration.issuer else { return true }
    guard plan.found.metadata.revocationEndpoint != nil, let fresh = new.refreshToken,
      // What does not open cannot be revoked.
      let old = try? registry.refreshToken(of: replaced, keys: plan.keys), !old.matches(fresh.exposed)
    else { return false }
    return try withRegistry { () throws(RegistryError) in
      guard try registry.quirks(of: replaced.issuer).revocationEndsAll != true else { return false }
      return try !registry.hasOtherGrant(of: replaced.registrationID, than: replaced.id)
    }
  }

  /// Proves the new login, sends what is owed of the one it replaced, and looks whether the new one has survived it.
  func settleReplaced(_ grant: Grant) async throws(EngineError) {
    // The new login is stored: what cannot be read or written now makes no failure of it, and stays owed.
    let owed = ((try? registry.owedRevocations(dueBy: dependencies.now())) ?? [])
      .filter { $0.serverName == grant.serverName && $0.account == grant.account }
    guard let issuer = owed.first?.issuer else { return try await prove(grant) }
    let isSameIssuer = owed.contains { $0.issuer == grant.issuer }
    if isSameIssuer { try await prove(grant) }
    guard let keys = try? keyRing.dataKeys(), let results = try? await revoking.deliver(owed, keys).map(\.result) else {
      return isSameIssuer ? () : try await prove(grant)
    }
    notify(.revokedReplaced(server: grant.serverName, issuer: issuer, RevocationOutcome(results)))
    do throws(EngineError) { try await prove(grant) } catch {
      guard isSameIssuer else { throw error }
      // It has been proven a moment ago: only what says that it is gone counts now.
      guard error.endsLogin else { return }
      noteRevocationEndsAll(of: grant)
      throw error
    }
  }

  /// Next time the old tokens are left to expire.
  private func noteRevocationEndsAll(of grant: Grant) {
    if var quirks = try? registry.quirks(of: grant.issuer) {
      quirks.revocationEndsAll = true
      try? registry.setQuirks(quirks, of: grant.issuer)
    }
    notify(.revocationEndedAll(server: grant.serverName, issuer: grant.issuer))
  }
}

extension EngineError {
  /// Whether a login that worked a moment ago does not any more.
  fileprivate var endsLogin: Bool {
    switch self {
    case .notProven(_, let cause): cause.endsLogin
    case .loginRequired, .rejectedByResource: true
    default: false
    }
  }
}
