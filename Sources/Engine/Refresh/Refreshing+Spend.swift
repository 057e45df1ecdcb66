import FoundationEssentials
import HTTP
import OAuth
import Registry

// The worker's side of a refresh, in whatever process it is.
extension Refreshing {
  /// Carries an order out under the grant's lock, which the caller holds until this returns. Tells once, as soon as it
  /// is known, how it ends; goes on for minutes where an answer can be stored nowhere.
  func spend(_ order: RefreshOrder, keys: DataKeys, tell: (WorkerReport) -> Void) async {
    dependencies.reached(.begun)
    let login: OpenedLogin, transport: any HTTPTransport
    switch prepared(order, keys) {
    case .failure(let verdict): return tell(WorkerReport(verdict: verdict.verdict, exchanges: []))
    case .success(let found): (login, transport) = found
    }
    var spending = TokenSpending(workplace, order, keys, login, transport)
    switch await spending.ask() {
    case .over(let verdict):
      // Without an answer to keep, an empty file says nothing.
      dependencies.spool.discard(order.grant)
      if let refused = spending.refusedMethod { exchanges.noteRefused(refused, at: login.grant.issuer) }
      tell(WorkerReport(verdict: verdict, exchanges: spending.exchanges))
    case .rotated(let tokens, let askedAt):
      let set = TokenSet(
        of: tokens, obtainedAt: askedAt, renewing: login.grant, spent: login.refreshToken,
        isIdle: isIdle(login.grant, order), idToken: identityProviders.idToken(in: tokens, of: login.grant),
        boot: dependencies.boot())
      await keep(set, .stored, spentEvent(order, login.grant), spending, login, keys, tell)
    case .kept(let token, let error, let askedAt):
      var event = event(
        .refreshFailed, login.grant, generation: login.grant.generation.adding(clamped: 1),
        cause: RefreshFailurePolicy.answerUnusable)
      event.actor = order.actor
      let set = TokenSet(
        salvaging: token, of: login.grant, obtainedAt: askedAt, now: dependencies.now(), fraction: fraction(),
        boot: dependencies.boot())
      await keep(set, .kept(error), event, spending, login, keys, tell)
    }
  }

  /// 7 and 8.
  private func keep(
    _ tokens: TokenSet, _ verdict: RefreshVerdict, _ event: Event, _ spending: TokenSpending, _ login: OpenedLogin,
    _ keys: DataKeys, _ tell: (WorkerReport) -> Void
  ) async {
    let keeping = AnswerKeeping(
      workplace: workplace, grant: login.grant, keys: keys, event: event, tokens: tokens, verdict: verdict)
    await keeping.run {
      // Not before: nothing stands between the answer and its commit.
      if let refused = spending.refusedMethod { exchanges.noteRefused(refused, at: login.grant.issuer) }
      if spending.isScopeNews { learnScope(at: login.grant.issuer) }
      tell(WorkerReport(verdict: $0, exchanges: spending.exchanges))
    }
  }

  /// Says the scope from the first request on, the next time. What cannot be kept is found out again.
  private func learnScope(at issuer: String) {
    guard var quirks = try? registry.quirks(of: issuer) else { return }
    quirks.refreshNeedsScope = true
    try? registry.setQuirks(quirks, of: issuer)
  }

  private struct Unable: Error { let verdict: RefreshVerdict }

  private func prepared(
    _ order: RefreshOrder, _ keys: DataKeys
  ) -> Result<(OpenedLogin, any HTTPTransport), Unable> {
    do throws(EngineError) {
      let row = try stored(registry.grant(order.grant))
      guard let row, row.generation == order.generation, !isKept(row, keys) else {
        return .failure(Unable(verdict: .movedOn))
      }
      return .success((try opened(row, keys), try exchanges.quietTransport()))
    } catch {
      return .failure(Unable(verdict: Self.verdict(error)))
    }
  }

  /// Why nothing was sent. The one who gave the order has opened all of this a moment ago.
  static func verdict(_ error: EngineError) -> RefreshVerdict {
    switch error {
    case .registry(let error): .unprepared(error)
    case .oauth(let error, _): .failed(error)
    case .transportSetup(let error): .noNetwork(error)
    case .assertionFile(_, let error): .unready(error)
    case .identity(let failure, _): .identity(failure)
    default: .unrenewable
    }
  }

  /// Writes what an answer means into the row. Nothing is deleted, whatever it was.
  func record(
    _ outcome: RefreshAnswer, _ order: RefreshOrder, _ grant: Grant, assertion: String? = nil, isReplay: Bool
  ) throws(RegistryError) {
    let policy = RefreshFailurePolicy(
      grant: grant, isReplay: isReplay, assertion: assertion, now: dependencies.now(),
      fraction: fraction())
    guard let failure = policy.change(after: outcome) else { return }
    var event = event(
      failure.state == grant.state || failure.state == .active ? .refreshFailed : .refreshRefused, grant,
      generation: grant.generation,
      cause: failure.stateCause ?? failure.failure)
    event.actor = order.actor
    event.detail = failure.detail
    let isDead = if case .clientRefused = outcome { failure.state == .loginRequired } else { false }
    _ = try registry.recordFailure(grant, failure, retiring: isDead ? grant.registrationID : nil, event: event)
  }

  /// Only the schedule's own refreshes are no use of the login.
  private func isIdle(_ grant: Grant, _ order: RefreshOrder) -> Bool {
    order.cause == RefreshReason.due.eventCause
      && RefreshPolicy.isIdle(lastUsed: grant.lastUsedAt, created: grant.createdAt, now: dependencies.now())
  }

  private func spentEvent(_ order: RefreshOrder, _ grant: Grant) -> Event {
    var event = event(.refreshed, grant, generation: grant.generation.adding(clamped: 1), cause: order.cause)
    event.actor = order.actor
    return event
  }
}
