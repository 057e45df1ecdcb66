import FoundationEssentials
import HTTP
import OAuth
public import Registry

// The worker's side of a refresh, in whatever process it is.
extension CredentialManager {
  /// Carries an order out under the grant's lock, which the caller holds until this returns. Tells once, as soon as it
  /// is known, how it ends; goes on for minutes where an answer can be stored nowhere.
  public func spend(_ order: SpendOrder, keys: DataKeys, tell: (SpendReport) -> Void) async {
    dependencies.reached(.begun)
    let login: SpendableLogin, transport: any HTTPTransport
    switch opened(order, keys) {
    case .failure(let verdict): return tell(SpendReport(verdict: verdict.verdict, exchanges: []))
    case .success(let found): (login, transport) = found
    }
    var spending = TokenSpending(self, order, keys, login, transport)
    switch await spending.ask() {
    case .over(let verdict):
      // Without an answer to keep, an empty file says nothing.
      dependencies.spool.discard(order.grant)
      if let refused = spending.refusedMethod { noteRefused(refused, at: login.grant.issuer) }
      tell(SpendReport(verdict: verdict, exchanges: spending.exchanges))
    case .rotated(let tokens, let askedAt):
      let set = tokenSet(
        tokens, obtainedAt: askedAt, previousRefresh: login.refreshToken, replacing: login.grant,
        isIdle: isIdle(login.grant, order), idToken: idToken(in: tokens, of: login.grant),
        flow: login.grant.flow, scope: login.grant.grantedScope, grant: login.grant.id,
        generation: login.grant.generation.adding(clamped: 1))
      await keep(set, .stored, spentEvent(order, login.grant), spending, login, keys, tell)
    case .kept(let token, let error, let askedAt):
      var event = event(
        .refreshFailed, login.grant, generation: login.grant.generation.adding(clamped: 1),
        cause: RefreshFailurePolicy.answerUnusable)
      event.actor = order.actor
      await keep(
        salvaged(token, login.grant, obtainedAt: askedAt), .kept(error), event, spending, login, keys, tell)
    }
  }

  /// 7 and 8.
  private func keep(
    _ tokens: TokenSet, _ verdict: SpendVerdict, _ event: Event, _ spending: TokenSpending, _ login: SpendableLogin,
    _ keys: DataKeys, _ tell: (SpendReport) -> Void
  ) async {
    let keeping = AnswerKeeping(
      manager: self, grant: login.grant, keys: keys, event: event, tokens: tokens, verdict: verdict)
    await keeping.run {
      // Not before: nothing stands between the answer and its commit.
      if let refused = spending.refusedMethod { noteRefused(refused, at: login.grant.issuer) }
      tell(SpendReport(verdict: $0, exchanges: spending.exchanges))
    }
  }

  /// A refresh token alone. An access token is due at once, as soon as the wait after a failure is over.
  private func salvaged(_ token: Secret, _ grant: Grant, obtainedAt: Date) -> TokenSet {
    let policy = RefreshFailurePolicy(
      grant: grant, isReplay: false, now: dependencies.now(),
      fraction: Double(dependencies.randomBytes(1).first ?? 0) / 255)
    let next = policy.record(.unusable(refreshToken: token))?.nextAttemptAt ?? dependencies.now()
    return TokenSet(
      access: nil, refresh: token, grantedScope: grant.grantedScope, obtainedAt: obtainedAt, lifetime: nil,
      dueAt: obtainedAt,
      keepaliveAt: RefreshPolicy.keepaliveAt(
        obtainedAt: obtainedAt, grant: grant.id, generation: grant.generation.adding(clamped: 1)),
      boot: dependencies.boot(),
      fault: TokenSet.Fault(failure: RefreshFailurePolicy.answerUnusable, nextAttemptAt: next))
  }

  private struct Unable: Error { let verdict: SpendVerdict }

  private func opened(
    _ order: SpendOrder, _ keys: DataKeys
  ) -> Result<(SpendableLogin, any HTTPTransport), Unable> {
    do throws(EngineError) {
      let row = try stored(registry.grant(order.grant))
      guard let row, row.generation == order.generation, !isKept(row, keys) else {
        return .failure(Unable(verdict: .movedOn))
      }
      return .success((try spendable(row, keys), try quietTransport()))
    } catch {
      return .failure(Unable(verdict: Self.verdict(error)))
    }
  }

  /// Why nothing was sent. The one who gave the order has opened all of this a moment ago.
  static func verdict(_ error: EngineError) -> SpendVerdict {
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
    _ outcome: RefreshOutcome, _ order: SpendOrder, _ grant: Grant, assertion: String? = nil, isReplay: Bool
  ) throws(RegistryError) {
    let policy = RefreshFailurePolicy(
      grant: grant, isReplay: isReplay, assertion: assertion, now: dependencies.now(),
      fraction: Double(dependencies.randomBytes(1).first ?? 0) / 255)
    guard let failure = policy.record(outcome) else { return }
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
  private func isIdle(_ grant: Grant, _ order: SpendOrder) -> Bool {
    order.cause == RefreshReason.due.eventCause
      && RefreshPolicy.isIdle(lastUsed: grant.lastUsedAt, created: grant.createdAt, now: dependencies.now())
  }

  private func spentEvent(_ order: SpendOrder, _ grant: Grant) -> Event {
    var event = event(.refreshed, grant, generation: grant.generation.adding(clamped: 1), cause: order.cause)
    event.actor = order.actor
    return event
  }

  /// The answer's times and the rules of RFC 6749 §6: without a new refresh token the old one stays in use.
  func tokenSet(
    _ tokens: TokenResponse, obtainedAt: Date, previousRefresh: Secret?, replacing old: Grant? = nil,
    isIdle: Bool = false, idToken: Secret? = nil, flow: Grant.Flow, scope: Scope?, grant: Int64, generation: Int64
  ) -> TokenSet {
    let refresh = flow.expectsRefreshToken ? tokens.refreshToken ?? previousRefresh : nil
    let isKept = tokens.refreshToken == nil && previousRefresh != nil
    let refreshLifetime = tokens.refreshExpiresIn ?? (isKept ? old?.times.refreshLifetime : nil)
    let due = RefreshPolicy.dueAt(
      obtainedAt: obtainedAt, lifetime: tokens.expiresIn, grant: grant, generation: generation)
    let keepalive = RefreshPolicy.keepaliveAt(
      obtainedAt: obtainedAt, refreshLifetime: refreshLifetime, grant: grant, generation: generation)
    return TokenSet(
      access: tokens.accessToken, refresh: refresh, grantedScope: tokens.scope ?? scope, obtainedAt: obtainedAt,
      lifetime: tokens.expiresIn, dueAt: refresh == nil || isIdle ? nil : due,
      keepaliveAt: refresh == nil ? nil : keepalive,
      refreshObtainedAt: isKept ? old?.times.refreshObtainedAt : nil, refreshLifetime: refreshLifetime,
      boot: dependencies.boot(), idToken: idToken)
  }
}
