import FoundationEssentials
import Registry

extension CredentialManager {
  /// What waiting for a grant's lock came to.
  enum LockOutcome {
    case held(any HeldLock)
    /// Someone else has made it fresh meanwhile.
    case adopted(Grant)
  }

  /// Longer than whoever holds the lock may take: 60 seconds.
  private static let patience = 65.0

  /// The grant's lock, or what its holder stored. Attempts that do not block, from 10 to 200 ms apart.
  func lockOrAdopt(_ seen: Grant, _ reason: RefreshReason) async throws(EngineError) -> LockOutcome {
    let start = dependencies.now()
    var pause = 10.0
    while true {
      if let held = try attemptLock(seen) { return .held(held) }
      let grant = try current(seen)
      if isSettled(grant, seen: seen, reason) { return .adopted(grant) }
      // A clock that was set back must not make this wait for ever.
      let waited = abs(dependencies.now().timeIntervalSince(start))
      guard waited < Self.patience else { throw .busy(server: seen.serverName) }
      await dependencies.sleep(.milliseconds(Int(pause)))
      guard !Task.isCancelled else { throw .cancelled }
      pause = min(pause * 1.5, 200)
    }
  }

  /// The grant's lock, whatever its holder stores meanwhile.
  func lock(_ grant: Grant) async throws(EngineError) -> any HeldLock {
    let start = dependencies.now()
    while true {
      if let held = try attemptLock(grant) { return held }
      guard abs(dependencies.now().timeIntervalSince(start)) < Self.patience else {
        throw .busy(server: grant.serverName)
      }
      await dependencies.sleep(.milliseconds(50))
      guard !Task.isCancelled else { throw .cancelled }
    }
  }

  /// The row as it is now.
  func current(_ grant: Grant) throws(EngineError) -> Grant {
    guard let now = try stored({ () throws(RegistryError) in try registry.grant(grant.id) }) else {
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

  private func attemptLock(_ grant: Grant) throws(EngineError) -> (any HeldLock)? {
    do { return try dependencies.locks.attempt("grant-\(grant.id)") } catch { throw .lock(error) }
  }
}
