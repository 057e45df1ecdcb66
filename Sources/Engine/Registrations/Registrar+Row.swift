import FoundationEssentials
import OAuth
import Registry

// A registration's row: its times, its lock, and what a server said last.
extension Registrar {
  func hasExpired(_ registration: Registration) -> Bool {
    registration.secretExpiresAt.map { $0 <= dependencies.now() } ?? false
  }

  /// Whether its secret ends, and soon enough that it should be another one.
  func needsRenewal(_ registration: Registration) -> Bool {
    registration.secretExpiresAt.map {
      SecretLifetime.isRenewalDue(
        obtainedAt: registration.secretObtainedAt ?? registration.createdAt, expiresAt: $0, now: dependencies.now())
    } ?? false
  }

  /// Whether a refresh was just told that there is no such client.
  func isForgotten(_ registration: Registration) throws(EngineError) -> Bool {
    try stored(registry.hasGrant(of: registration, failedWith: "registration_dead"))
  }

  /// One conversation about a registration at a time, between processes and within one.
  func lock(_ registration: Registration, _ server: String) async throws(EngineError) -> any HeldLock {
    try await locks.lock(named: "registration-\(registration.id)", server)
  }

  /// Stores what the server said; on disk before anyone uses it (RFC 7592 §2.1).
  func keep(
    _ update: RegistrationUpdate, of before: Registration, _ question: RegistrationAction, _ keys: DataKeys
  ) throws(EngineError) -> Registration {
    let now = dependencies.now()
    let after = try stored(registry.update(before, with: update, at: now, keys: keys))
    // Whoever asked for it: the schedule's attempts begin anew.
    if case .renew = question, !needsRenewal(after) {
      try stored(registry.endRenewalFailures(of: after))
    }
    guard after.secretObtainedAt != before.secretObtainedAt || after.redirectURIs != before.redirectURIs else {
      return after
    }
    try note(Event(.registrationUpdated, at: now, issuer: after.issuer, cause: question.cause, actor: actor))
    notify(.registrationUpdated(issuer: after.issuer, clientID: after.clientID))
    return after
  }
}

extension Registrar.RegistrationAction {
  /// As the audit trail knows it.
  fileprivate var cause: String {
    switch self {
    case .read: "read"
    case .renew: "secret"
    case .move: "redirect_uris"
    }
  }
}
