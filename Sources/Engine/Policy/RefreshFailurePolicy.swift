import FoundationEssentials
import OAuth
import Registry

/// What an answer that brought no tokens changes in the row: the failure table, as a function of the answer, the row and
/// the time. Nothing is ever deleted.
public struct RefreshFailurePolicy {
  let grant: Grant
  /// Whether an earlier answer for the same token was lost.
  let isReplay: Bool
  /// Tells the assertion that was sent; nil where none was.
  var assertion: String?
  let now: Date
  /// Random, from 0 to 1.
  let fraction: Double

  /// A refused refresh token is tried once more after this many seconds: some servers report an outage this way.
  static let confirmAfter = 600.0

  /// The failure of a login whose assertion was refused: it waits for the platform to write another one.
  public static let assertionRefused = "assertion_refused"

  /// A refresh whose answer could not be used, but for its refresh token.
  static let answerUnusable = "answer_unusable"

  /// Nil for tokens, which are no failure.
  func change(after outcome: RefreshAnswer) -> RefreshFailureRecord? {
    switch outcome {
    case .rotated: nil
    case .unusable: temporary(Self.answerUnusable, nil, nil, closesIntent: true)
    case .grantRefused(let refusal) where assertion != nil: refusedAssertion(refusal)
    case .grantRefused(let refusal):
      refused(refusal, "grant_suspect", isLost: isReplay && grant.hasRefreshToken, closesIntent: true)
    case .clientRefused(let refusal):
      refused(refusal, "registration_dead", isLost: false, closesIntent: !isReplay)
    case .requestRefused(let refusal):
      temporary(
        "request_rejected", refusal.code, notBefore: notEarly, refusal.retryAfter, closesIntent: !isReplay)
    case .notActed(let failure, let retryAfter):
      // An answer lost before is still lost, whatever this one says of itself.
      temporary(failure, nil, retryAfter, closesIntent: !isReplay)
    case .ambiguous(let failure, let retryAfter):
      temporary(failure, nil, retryAfter, closesIntent: false)
    }
  }

  /// Suspect at first; a person is needed once it is confirmed, or where an earlier answer was lost.
  private func refused(
    _ refusal: Refusal, _ failure: String, isLost: Bool, closesIntent: Bool
  ) -> RefreshFailureRecord {
    let isConfirmed =
      state == .loginRequired
      || (state == .suspect && now.timeIntervalSince(grant.stateSince) >= Self.confirmAfter)
    let isDead = isLost || isConfirmed
    return RefreshFailureRecord(
      state: isDead ? .loginRequired : .suspect,
      stateCause: isLost ? "interrupted_rotation" : refusal.code,
      failure: isLost ? "interrupted_rotation" : isDead ? "reauth_required" : failure,
      detail: refusal.description, nextAttemptAt: isDead ? nil : confirmation, closesIntent: closesIntent)
  }

  /// At once, and without a second try: what was refused is not sent again (SEP-1933). Nothing was spent, so that a lost
  /// answer before this one has lost nothing.
  private func refusedAssertion(_ refusal: Refusal) -> RefreshFailureRecord {
    RefreshFailureRecord(
      state: .loginRequired, stateCause: refusal.code, failure: Self.assertionRefused, detail: refusal.description,
      nextAttemptAt: nil, closesIntent: true, refusedAssertion: assertion)
  }

  /// Ten minutes after the first refusal, and not while the server may only find it too early.
  private var confirmation: Date {
    let first = grant.state == .suspect ? min(grant.stateSince, now) : now
    return max(now, first.addingTimeInterval(Self.confirmAfter), notEarly ?? .distantPast)
  }

  /// A server that will not refresh a token which is still good gets its next request at 95 % of the token's life; nil
  /// where that is over.
  private var notEarly: Date? {
    guard let lifetime = grant.times.lifetime else { return nil }
    let late = grant.times.obtainedAt.addingTimeInterval(Double(lifetime) * 0.95)
    return late > now ? late : nil
  }

  /// Before this answer. A login whose assertion was refused needs another one and no person: with that, it is as good as
  /// it was.
  private var state: Grant.State { isHealing ? .active : grant.state }

  private var isHealing: Bool {
    grant.failures.last == Self.assertionRefused && assertion.map { $0 != grant.refusedAssertion } ?? false
  }

  private func temporary(
    _ failure: String, _ detail: String?, notBefore: Date? = nil, _ retryAfter: Int?, closesIntent: Bool
  ) -> RefreshFailureRecord {
    let next = Backoff.next(
      after: grant.failures.count, since: grant.failures.since, retryAfter: retryAfter, now: now, fraction: fraction)
    return RefreshFailureRecord(
      state: state, stateCause: isHealing ? nil : grant.stateCause, failure: failure, detail: detail,
      nextAttemptAt: max(next, notBefore ?? .distantPast), closesIntent: closesIntent)
  }
}
