import FoundationEssentials
import HTTP
import OAuth
import Registry

extension CredentialManager {
  /// A program that asks in a loop costs an ailing server one request in this many seconds.
  private static let inlinePause = 5.0
  /// A refused refresh token is tried once more after this many seconds: some servers report an outage this way.
  private static let confirmAfter = 600.0

  /// Whether the token may be spent at all, for this reason, now.
  func checkState(_ grant: Grant, _ reason: RefreshReason) throws(EngineError) {
    guard grant.state != .revoked else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .revoked)
    }
    guard grant.hasRefreshToken else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    // A person's own command tries again; a program's does not.
    guard reason != .forced else { return }
    if grant.state != .active {
      throw .loginRequired(
        server: grant.serverName, account: grant.account, .refused(code: grant.stateCause ?? "invalid_grant"))
    }
    if let failedAt = grant.lastFailureAt, let failure = grant.lastFailure,
      dependencies.now().timeIntervalSince(failedAt) < Self.inlinePause
    {
      throw .backingOff(
        server: grant.serverName, failure: failure, until: failedAt.addingTimeInterval(Self.inlinePause))
    }
  }

  /// Seconds in which a server that refuses every token costs one rotation, not one for each call.
  private static let rejectionPause = 60.0

  /// A server that refuses a token which was renewed for just this reason does not want another one.
  func checkRejection(_ grant: Grant) throws(EngineError) {
    let since = dependencies.now().addingTimeInterval(-Self.rejectionPause)
    let isRecent = try stored { () throws(RegistryError) in
      try registry.hasEvent(.refreshed, cause: RefreshReason.rejected.eventCause, grant: grant.id, since: since)
    }
    if isRecent { throw .rejectedByResource(server: grant.serverName, account: grant.account) }
  }

  /// Writes what the answer means into the row. Nothing is deleted, whatever it was.
  func record(_ outcome: RefreshOutcome, _ grant: Grant, isReplay: Bool) throws(EngineError) {
    guard let failure = failureRecord(outcome, grant, isReplay: isReplay) else { return }
    let kind: Event.Kind = failure.state == grant.state ? .refreshFailed : .refreshRefused
    let event = event(kind, grant, generation: grant.generation, cause: failure.stateCause ?? failure.failure)
    try stored { () throws(RegistryError) in
      _ = try registry.recordFailure(grant, failure, event: event)
      if case .clientRefused = outcome { try registry.retire(registration: grant.registrationID) }
    }
  }

  private func failureRecord(
    _ outcome: RefreshOutcome, _ grant: Grant, isReplay: Bool
  ) -> RefreshFailureRecord? {
    switch outcome {
    case .rotated: nil
    case .grantRefused(let refusal): grantRefused(refusal, grant, isReplay: isReplay)
    case .clientRefused(let refusal):
      RefreshFailureRecord(
        state: .loginRequired, stateCause: refusal.code, failure: "registration_dead", detail: refusal.description,
        nextAttemptAt: nil, closesIntent: true)
    case .requestRefused(let refusal):
      temporary("request_rejected", refusal.code, refusal.retryAfter, grant, closesIntent: true)
    case .notActed(let failure, let retryAfter):
      temporary(failure, nil, retryAfter, grant, closesIntent: true)
    case .ambiguous(let failure, let retryAfter):
      temporary(failure, nil, retryAfter, grant, closesIntent: false)
    }
  }

  /// Suspect at first; a person is needed once it is confirmed, or where an earlier answer was lost.
  private func grantRefused(_ refusal: Refusal, _ grant: Grant, isReplay: Bool) -> RefreshFailureRecord {
    let now = dependencies.now()
    let since = grant.lastFailureAt.map { now.timeIntervalSince($0) } ?? 0
    let isConfirmed = grant.state == .loginRequired || (grant.state == .suspect && since >= Self.confirmAfter)
    let isLost = isReplay || isConfirmed
    return RefreshFailureRecord(
      state: isLost ? .loginRequired : .suspect,
      stateCause: isReplay ? "interrupted_rotation" : refusal.code,
      failure: isReplay ? "interrupted_rotation" : isLost ? "reauth_required" : "grant_suspect",
      detail: refusal.description, nextAttemptAt: isLost ? nil : now.addingTimeInterval(Self.confirmAfter),
      closesIntent: true)
  }

  private func temporary(
    _ failure: String, _ detail: String?, _ retryAfter: Int?, _ grant: Grant, closesIntent: Bool
  ) -> RefreshFailureRecord {
    let fraction = Double(dependencies.randomBytes(1).first ?? 0) / 255
    return RefreshFailureRecord(
      state: grant.state, stateCause: grant.stateCause, failure: failure, detail: detail,
      nextAttemptAt: Backoff.next(
        after: grant.failCount, retryAfter: retryAfter, now: dependencies.now(), fraction: fraction),
      closesIntent: closesIntent)
  }

  /// What the caller is told.
  func failure(_ outcome: RefreshOutcome, _ result: Result<TokenResponse, OAuthError>, _ grant: Grant) -> EngineError {
    switch outcome {
    case .grantRefused(let refusal), .clientRefused(let refusal):
      return .loginRequired(server: grant.serverName, account: grant.account, .refused(code: refusal.code))
    default:
      guard case .failure(let error) = result else { return .busy(server: grant.serverName) }
      return .oauth(error, ExchangeStep(.refresh, server: grant.serverName))
    }
  }

  func event(_ kind: Event.Kind, _ grant: Grant, generation: Int64, cause: String?) -> Event {
    Event(
      kind, at: dependencies.now(), server: grant.serverName, account: grant.account, issuer: grant.issuer,
      grant: grant.id, generation: generation, cause: cause, actor: actor)
  }
}
