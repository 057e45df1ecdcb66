import FoundationEssentials
import Registry

/// What is done without being asked: refreshes that are due, and the chores beside them.
struct Scheduling: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }
  var registrar: Registrar { Registrar(workplace: workplace) }
  var revoking: Revoking { Revoking(workplace: workplace) }

  /// Spends every refresh token now. `done` is told of each login as it ends; the reports are in the order of the names.
  func refreshAll(
    _ done: @escaping @Sendable (LoginReport) -> Void
  ) async throws(EngineError) -> [LoginReport] {
    let grants = try stored(registry.grants())
    return try await refresh(grants.filter { $0.isRenewable && $0.state != .revoked }, .forced, done)
  }

  /// What the schedule asks for: logins whose time has come, and revocations still owed. Never opens a browser.
  func refreshDue(
    _ done: @escaping @Sendable (LoginReport) -> Void
  ) async throws(EngineError) -> ScheduleReport {
    // Nothing stands before a refresh, but for a secret without which it would be refused.
    let planned = try plan(), ended = try loginsWithEndedSecret()
    var reports = try await refresh(planned.filter { !ended.contains($0.id) }, .due, done)
    var failure: EngineError?
    for chore in Chore.allCases {
      do throws(EngineError) { try await order(chore) } catch {
        if case .cancelled = error { throw error }
        failure = failure ?? error
      }
      if chore == .renewSecrets, planned.contains(where: { ended.contains($0.id) }) {
        reports += try await refresh(try plan().filter { ended.contains($0.id) }, .due, done)
      }
    }
    let now = dependencies.now()
    try stored(registry.forgetOverdueLogins(at: now))
    let owed = try stored(registry.owedRevocations())
    return ScheduleReport(logins: reports, owedRevocations: owed.count, failure: failure)
  }

  /// Those that a client's new secret is waited for with.
  private func loginsWithEndedSecret() throws(EngineError) -> Set<Int64> {
    let registrations = Set(try registrar.endingRegistrations().filter(registrar.hasExpired).map(\.id))
    guard !registrations.isEmpty else { return [] }
    let grants = try stored(registry.grants())
    return Set(grants.filter { registrations.contains($0.registrationID) }.map(\.id))
  }

  /// The logins `refreshDue` would renew now.
  func plan() throws(EngineError) -> [Grant] {
    let now = dependencies.now()
    return try stored(registry.grantsDue(at: now))
  }

  /// How many authorization servers are asked at once. Each is asked by one at a time.
  private static let lanes = 4
  /// The longest pause, in milliseconds, before the next request of an unattended run to the same server: after sleep
  /// everything is due at once, on every machine.
  private static let pause = 2000.0

  private func refresh(
    _ grants: [Grant], _ reason: RefreshReason, _ done: @escaping @Sendable (LoginReport) -> Void
  ) async throws(EngineError) -> [LoginReport] {
    guard !grants.isEmpty else { return [] }
    // Once, before several want it: without the key nothing of the rest need be tried.
    _ = try keyRing.dataKeys()
    let ended = await withTaskGroup(of: Result<[LoginReport], EngineError>.self) { group in
      var waiting = RefreshLanes.lanes(of: grants)[...]
      var ended: [Result<[LoginReport], EngineError>] = []
      for _ in 0..<Self.lanes {
        if let lane = waiting.popFirst() { group.addTask { await self.run(lane, reason, done) } }
      }
      for await result in group {
        ended.append(result)
        // What concerns all logins ends the run; what is under way is waited for.
        if case .failure = result { group.cancelAll() }
        if !group.isCancelled, let lane = waiting.popFirst() {
          group.addTask { await self.run(lane, reason, done) }
        }
      }
      return ended
    }
    var reports: [LoginReport] = []
    for result in ended { reports += try result.get() }
    return RefreshLanes.sorted(reports, like: grants)
  }

  /// One authorization server's logins, one after the other.
  private func run(
    _ lane: [Grant], _ reason: RefreshReason, _ done: @escaping @Sendable (LoginReport) -> Void
  ) async -> Result<[LoginReport], EngineError> {
    var reports: [LoginReport] = []
    let worker = dependencies.worker?.forSeveral()
    for grant in lane {
      if reason == .due, !reports.isEmpty {
        let share = fraction()
        await dependencies.sleep(.milliseconds(Int(share * Self.pause)))
      }
      guard !Task.isCancelled else { return .failure(.cancelled) }
      let result: Result<Grant, EngineError>
      do throws(EngineError) {
        // Whoever runs over several waits for what it has begun, whatever signal comes.
        result = .success(
          try await Shield.run { () async throws(EngineError) in
            try await self.refreshing.refresh(grant, reason, by: worker)
          })
      } catch {
        guard !error.concernsAll else { return .failure(error) }
        result = .failure(error)
      }
      let report = LoginReport(server: grant.serverName, account: grant.account, result: result)
      done(report)
      reports.append(report)
    }
    return .success(reports)
  }
}
