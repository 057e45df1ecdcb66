import FoundationEssentials
import HTTP
import OAuth
import Registry

// What the schedule does for registrations. It never makes one: a new client needs a new login, and that is a person's.
extension Registrar {
  /// Seconds between two attempts to delete what nobody needs.
  private static let patience = 86_400.0

  /// Renews the secrets that end soon and with which logins live. What cannot be done now waits, longer each time.
  func renewSecrets() async throws(EngineError) {
    for registration in try endingRegistrations() {
      let keys = try keyRing.dataKeys()
      let use = try stored(registry.use(of: registration))
      guard let server = use.grants.first?.server else { continue }
      let next = try beginRenewal(of: registration)
      dependencies.reached(.renewing)
      let check: RegistrationCheck
      do throws(EngineError) { check = try await ask(registration, .renew, server: server, keys) } catch {
        if error.concernsAll { throw error }
        check = .unanswered(error)
      }
      // A server that answers and leaves the secret as it is renews nothing either: then the wait that was noted counts.
      guard let wait = check.retryAfter else { continue }
      let asked = dependencies.now().addingTimeInterval(Double(min(max(wait, 0), 86_400)))
      try stored(registry.postponeRenewal(of: registration, until: max(next, asked)))
    }
  }

  /// Those whose secrets end soon, with which logins live, and whose renewal need not wait.
  func endingRegistrations() throws(EngineError) -> [Registration] {
    let now = dependencies.now()
    return try stored(registry.expiringRegistrations(at: now)).filter(needsRenewal)
  }

  /// Counts as a renewal that came to nothing until it has succeeded: whatever becomes of this process, the next one does
  /// not begin with it again. When that one may be.
  private func beginRenewal(of registration: Registration) throws(EngineError) -> Date {
    let now = dependencies.now(), fraction = fraction()
    return try withRegistry { () throws(RegistryError) in
      let failures = try registry.renewalFailures(of: registration)
      let next = Backoff.next(
        after: failures.count, since: failures.since, retryAfter: nil, now: now, fraction: fraction)
      try registry.noteRenewal(of: registration, until: next, at: now)
      return next
    }
  }

  /// Deletes registrations at their servers that nobody needs any more.
  func discardRegistrations() async throws(EngineError) {
    for registration in try unusedRegistrations() {
      do throws(EngineError) {
        _ = try await delete(registration, server: try place(forAskingAbout: registration))
      } catch {
        if error.concernsAll { throw error }
      }
    }
  }

  /// Those that no attempt to delete was made for lately.
  func unusedRegistrations() throws(EngineError) -> [Registration] {
    let now = dependencies.now(), date = now.addingTimeInterval(-Self.patience)
    return try stored(registry.discardedRegistrations(triedBefore: date, at: now))
  }

  /// After a server was removed: the registrations its logins were made with are deleted where nobody else needs them.
  /// Where tokens are still owed, which only this client can revoke, that is left to the schedule.
  func discard(_ used: [Registration], server: String) async throws(EngineError) {
    for registration in used where registration.kind == .dynamic && registration.isManaged {
      let use = try stored(registry.use(of: registration))
      guard use.grants.isEmpty, use.pending == 0 else { continue }
      guard use.owed == 0 else {
        try stored(registry.setAside(registration))
        continue
      }
      do throws(EngineError) { _ = try await delete(registration, server: server) } catch {
        // It is tried again by the schedule, and keeps no server here.
        if error.concernsAll { throw error }
      }
    }
  }

  /// Deletes a registration at its server (RFC 7592 §2.3), and then here. Nobody may need it: with the client go its tokens.
  ///
  /// Set aside before it is asked for, so that no login takes it up meanwhile; given back where the server says no.
  func delete(
    _ registration: Registration, server: String, evenInUse: Bool = false
  ) async throws(EngineError) -> RegistrationDeletion {
    let keys = try keyRing.dataKeys()
    let held = try await lock(registration, server)
    defer { held.release() }
    guard let current = try stored(registry.registration(registration.id)) else {
      return .unmanaged
    }
    let now = dependencies.now()
    let isFree = try withRegistry { () throws(RegistryError) in
      try registry.forgetOverdueLogins(at: now)
      return try registry.noteDeletion(of: current, evenInUse: evenInUse, at: now)
    }
    guard isFree else { return .inUse }
    guard let access = try stored(registry.access(to: current, keys: keys)) else {
      return .unmanaged
    }
    let step = ExchangeStep(.registrationManagement, server: server)
    let response: HTTPResponse
    do throws(EngineError) { response = try await exchanges.send(access.delete(), step) } catch {
      if case .cancelled = error { throw error }
      return .unanswered(error)
    }
    do throws(OAuthError) { try access.checkDeletion(response) } catch {
      guard RegistrationAccess.isGone(error) else {
        if error.isOutage { return .unanswered(.oauth(error, step)) }
        if current.state == .active {
          try stored(registry.reinstate(current))
        }
        return .refused(error)
      }
    }
    let event = Event(
      .registrationDeleted, at: now, server: server, issuer: current.issuer, cause: current.clientID, actor: actor)
    try stored(registry.forget(current, event: event))
    notify(.registrationDeleted(issuer: current.issuer, clientID: current.clientID))
    return .deleted
  }

  /// The name of a server that was or is logged in to with it. Where there is none any more, its own issuer tells how near
  /// a request may go.
  func place(forAskingAbout registration: Registration) throws(EngineError) -> String {
    let use = try stored(registry.use(of: registration))
    if let login = use.grants.first { return login.server }
    let servers = try stored(registry.servers())
    if let server = servers.first(where: { $0.issuer == registration.issuer }) { return server.name }
    if let url = WebURL(registration.issuer) {
      workplace.places.note(ServerScope(remembered: nil, at: url), of: registration.issuer)
    }
    return registration.issuer
  }
}
