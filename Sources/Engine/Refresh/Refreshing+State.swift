import FoundationEssentials
import Registry

// Whether a refresh token may be spent at all, for this reason, now.
extension Refreshing {
  /// A program that asks in a loop costs an ailing server one request in this many seconds.
  private static let inlinePause = 5.0
  /// Seconds in which a server that refuses every token costs one rotation, not one for each call.
  private static let rejectionPause = 60.0

  /// Throws `loginRequired` or `backingOff` where it may not.
  func checkState(_ grant: Grant, _ reason: RefreshReason) throws(EngineError) {
    guard grant.state != .revoked else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .revoked)
    }
    guard grant.isRenewable else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .expired)
    }
    // A person's own command tries again; a program's does not. After a refused assertion the platform's file decides.
    guard reason != .forced, reason != .due, grant.failures.last != RefreshFailurePolicy.assertionRefused else {
      return
    }
    if grant.state != .active {
      throw .loginRequired(
        server: grant.serverName, account: grant.account, .refused(code: grant.stateCause ?? "invalid_grant"))
    }
    // A failure in the future is one before the clock was set back: it holds nobody up.
    if let failedAt = grant.failures.lastAt, let failure = grant.failures.last,
      (0..<Self.inlinePause).contains(dependencies.now().timeIntervalSince(failedAt))
    {
      throw .backingOff(
        server: grant.serverName, failure: failure, until: failedAt.addingTimeInterval(Self.inlinePause))
    }
  }

  /// A server that refuses a token which was renewed for just this reason does not want another one.
  func checkRejection(_ grant: Grant) throws(EngineError) {
    let period = recently(Self.rejectionPause)
    let isRecent = try stored(
      registry.hasEvent(.refreshed, cause: RefreshReason.rejected.eventCause, grant: grant.id, in: period))
    if isRecent { throw .rejectedByResource(server: grant.serverName, account: grant.account) }
  }
}
