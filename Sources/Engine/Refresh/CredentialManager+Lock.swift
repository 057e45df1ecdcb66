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
  private static let patience = Duration.seconds(65)

  /// The grant's lock, or what its holder stored. Attempts that do not block, from 10 to 200 ms apart.
  func lockOrAdopt(_ seen: Grant, _ reason: RefreshReason) async throws(EngineError) -> LockOutcome {
    let end = deadline(after: Self.patience)
    var pause = 10.0
    while true {
      if let held = try attemptLock(SpendOrder.lockName(seen.id)) { return .held(held) }
      let grant = try current(seen)
      if isSettled(grant, seen: seen, reason) { return .adopted(grant) }
      guard !end.hasPassed else { throw .busy(server: seen.serverName) }
      await dependencies.sleep(.milliseconds(Int(pause)))
      guard !Task.isCancelled else { throw .cancelled }
      pause = min(pause * 1.5, 200)
    }
  }

  /// The grant's lock, whatever its holder stores meanwhile.
  func lock(_ grant: Grant) async throws(EngineError) -> any HeldLock {
    try await lock(named: SpendOrder.lockName(grant.id), grant.serverName)
  }

  func lock(named name: String, _ server: String) async throws(EngineError) -> any HeldLock {
    let end = deadline(after: Self.patience)
    while true {
      if let held = try attemptLock(name) { return held }
      guard !end.hasPassed else { throw .busy(server: server) }
      await dependencies.sleep(.milliseconds(50))
      guard !Task.isCancelled else { throw .cancelled }
    }
  }

  /// The lock for the first login of a server's account, which has no row yet.
  func lock(_ server: Server) async throws(EngineError) -> any HeldLock {
    try await lock(named: "server-\(server.id)", server.name)
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

  private func attemptLock(_ name: String) throws(EngineError) -> (any HeldLock)? {
    do { return try dependencies.locks.attempt(name) } catch { throw .lock(error) }
  }
}
