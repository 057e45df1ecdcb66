import FoundationEssentials
import OAuth
import Registry

// What is stored of a token answer: its times, and when the tokens are renewed.
extension TokenSet {
  /// Of a login's own answer. `seed` spreads the renewals of logins that were made at the same time.
  init(
    of tokens: TokenResponse, obtainedAt: Date, flow: Grant.Flow, scope: Scope?, server: Int64, seed: Int64,
    idToken: Secret?, boot: BootInstant?
  ) {
    let refresh = flow.expectsRefreshToken ? tokens.refreshToken : nil
    self.init(
      of: tokens, refresh: refresh, isKept: false, scope: scope, obtainedAt: obtainedAt, refreshObtainedAt: nil,
      refreshLifetime: tokens.refreshExpiresIn, grant: server, generation: seed, isIdle: false, idToken: idToken,
      boot: boot)
  }

  /// Of the answer to a refresh (RFC 6749 §6): without a new refresh token the spent one stays in use, with its times.
  /// `isIdle` where nobody but the schedule uses the login: its access token is renewed by the next use.
  init(
    of tokens: TokenResponse, obtainedAt: Date, renewing grant: Grant, spent: Secret?, isIdle: Bool, idToken: Secret?,
    boot: BootInstant?
  ) {
    let refresh = grant.flow.expectsRefreshToken ? tokens.refreshToken ?? spent : nil
    let isKept = tokens.refreshToken == nil && spent != nil
    self.init(
      of: tokens, refresh: refresh, isKept: isKept, scope: grant.grantedScope, obtainedAt: obtainedAt,
      refreshObtainedAt: isKept ? grant.times.refreshObtainedAt : nil,
      refreshLifetime: tokens.refreshExpiresIn ?? (isKept ? grant.times.refreshLifetime : nil), grant: grant.id,
      generation: grant.generation.adding(clamped: 1), isIdle: isIdle, idToken: idToken, boot: boot)
  }

  /// A refresh token alone, salvaged from an answer that is good for nothing else. An access token is due at once, as soon as
  /// the wait after a failure is over; `fraction` from 0 to 1 spreads that.
  init(salvaging token: Secret, of grant: Grant, obtainedAt: Date, now: Date, fraction: Double, boot: BootInstant?) {
    let policy = RefreshFailurePolicy(grant: grant, isReplay: false, now: now, fraction: fraction)
    let next = policy.change(after: .unusable(refreshToken: token))?.nextAttemptAt ?? now
    self.init(
      access: nil, refresh: token, grantedScope: grant.grantedScope, obtainedAt: obtainedAt, lifetime: nil,
      dueAt: obtainedAt,
      keepaliveAt: RefreshPolicy.keepaliveAt(
        obtainedAt: obtainedAt, grant: grant.id, generation: grant.generation.adding(clamped: 1)),
      boot: boot, fault: Fault(failure: RefreshFailurePolicy.answerUnusable, nextAttemptAt: next))
  }

  private init(
    of tokens: TokenResponse, refresh: Secret?, isKept: Bool, scope: Scope?, obtainedAt: Date, refreshObtainedAt: Date?,
    refreshLifetime: Int?, grant: Int64, generation: Int64, isIdle: Bool, idToken: Secret?, boot: BootInstant?
  ) {
    let due = RefreshPolicy.dueAt(
      obtainedAt: obtainedAt, lifetime: tokens.expiresIn, grant: grant, generation: generation)
    let keepalive = RefreshPolicy.keepaliveAt(
      obtainedAt: obtainedAt, refreshLifetime: refreshLifetime, grant: grant, generation: generation)
    self.init(
      access: tokens.accessToken, refresh: refresh, grantedScope: tokens.scope ?? scope, obtainedAt: obtainedAt,
      lifetime: tokens.expiresIn, dueAt: refresh == nil || isIdle ? nil : due,
      keepaliveAt: refresh == nil ? nil : keepalive, refreshObtainedAt: refreshObtainedAt,
      refreshLifetime: refreshLifetime, boot: boot, idToken: idToken)
  }
}
