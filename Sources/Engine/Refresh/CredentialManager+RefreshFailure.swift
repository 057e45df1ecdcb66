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
    guard reason != .forced, reason != .due else { return }
    if grant.state != .active {
      throw .loginRequired(
        server: grant.serverName, account: grant.account, .refused(code: grant.stateCause ?? "invalid_grant"))
    }
    // A failure in the future is one before the clock was set back: it holds nobody up.
    if let failedAt = grant.lastFailureAt, let failure = grant.lastFailure,
      (0..<Self.inlinePause).contains(dependencies.now().timeIntervalSince(failedAt))
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
    var event = event(kind, grant, generation: grant.generation, cause: failure.stateCause ?? failure.failure)
    event.detail = failure.detail
    let isDead = if case .clientRefused = outcome { failure.state == .loginRequired } else { false }
    try stored { () throws(RegistryError) in
      _ = try registry.recordFailure(
        grant, failure, retiring: isDead ? grant.registrationID : nil, event: event)
    }
  }

  private func failureRecord(
    _ outcome: RefreshOutcome, _ grant: Grant, isReplay: Bool
  ) -> RefreshFailureRecord? {
    switch outcome {
    case .rotated: nil
    case .grantRefused(let refusal):
      refused(refusal, "grant_suspect", grant, isReplay: isReplay, closesIntent: true)
    case .clientRefused(let refusal):
      refused(refusal, "registration_dead", grant, isReplay: false, closesIntent: !isReplay)
    case .requestRefused(let refusal):
      temporary("request_rejected", refusal.code, refusal.retryAfter, grant, closesIntent: !isReplay)
    case .notActed(let failure, let retryAfter):
      // An answer lost before is still lost, whatever this one says of itself.
      temporary(failure, nil, retryAfter, grant, closesIntent: !isReplay)
    case .ambiguous(let failure, let retryAfter):
      temporary(failure, nil, retryAfter, grant, closesIntent: false)
    }
  }

  /// Suspect at first; a person is needed once it is confirmed, or where an earlier answer was lost.
  private func refused(
    _ refusal: Refusal, _ failure: String, _ grant: Grant, isReplay: Bool, closesIntent: Bool
  ) -> RefreshFailureRecord {
    let now = dependencies.now()
    let isConfirmed =
      grant.state == .loginRequired
      || (grant.state == .suspect && now.timeIntervalSince(grant.stateSince) >= Self.confirmAfter)
    let isLost = isReplay || isConfirmed
    return RefreshFailureRecord(
      state: isLost ? .loginRequired : .suspect,
      stateCause: isReplay ? "interrupted_rotation" : refusal.code,
      failure: isReplay ? "interrupted_rotation" : isLost ? "reauth_required" : failure,
      detail: refusal.description,
      nextAttemptAt: isLost ? nil : max(now, grant.suspectSince(now).addingTimeInterval(Self.confirmAfter)),
      closesIntent: closesIntent)
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

extension Grant {
  /// When the first refusal came; now, where this is it.
  fileprivate func suspectSince(_ now: Date) -> Date { state == .suspect ? min(stateSince, now) : now }
}
