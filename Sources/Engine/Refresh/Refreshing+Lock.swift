import FoundationEssentials
import Registry

extension Refreshing {
  /// What waiting for a grant's lock came to.
  enum LockOutcome {
    case held(any HeldLock)
    /// Someone else has made it fresh meanwhile.
    case adopted(Grant)
  }

  /// The grant's lock, or what its holder stored. Attempts that do not block, from 10 to 200 ms apart.
  func lockOrAdopt(_ seen: Grant, _ reason: RefreshReason) async throws(EngineError) -> LockOutcome {
    let end = deadline(after: Locks.patience)
    var pause = 10.0
    while true {
      if let held = try locks.attempt(RefreshOrder.lockName(seen.id)) { return .held(held) }
      let grant = try current(seen)
      if isSettled(grant, seen: seen, reason) { return .adopted(grant) }
      guard !end.hasPassed else { throw .busy(server: seen.serverName) }
      await dependencies.sleep(.milliseconds(Int(pause)))
      guard !Task.isCancelled else { throw .cancelled }
      pause = min(pause * 1.5, 200)
    }
  }

  /// The row as it is now.
  func current(_ grant: Grant) throws(EngineError) -> Grant {
    guard let now = try stored(registry.grant(grant.id)) else {
      throw .loginRequired(server: grant.serverName, account: grant.account, .never)
    }
    return now
  }

  /// Whether nothing needs to be spent any more: the row is newer than what the caller saw, or fresh.
  func isSettled(_ grant: Grant, seen: Grant, _ reason: RefreshReason) -> Bool {
    if grant.generation > seen.generation, grant.state != .revoked, isFresh(grant, nil) { return true }
    if case .spent(let minimumValidity) = reason { return isFresh(grant, minimumValidity) }
    return false
  }

  /// Whether the schedule still wants it: another run may have been here since the plan was made.
  func isDue(_ grant: Grant, isInterrupted: Bool) -> Bool {
    let now = dependencies.now()
    if isInterrupted { return grant.waitsUntil(at: now) == nil }
    return grant.nextRenewal(at: now).map { $0 <= now } ?? false
  }
}
