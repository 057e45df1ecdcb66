import FoundationEssentials
import Registry

/// Spending refresh tokens, as the one who needs it sees it: steps 1 to 4 of docs/flows.md, and what the worker reports.
struct Refreshing: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var locks: Locks { Locks(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var identityProviders: IdentityProviders { IdentityProviders(workplace: workplace) }

  /// Spends the login's refresh token now, fresh or not, unless another process has done so since this one looked.
  func refresh(_ name: String, account: String?) async throws(EngineError) -> Grant {
    let server = try stored(registry.server(name))
    let account = account ?? server.defaultAccount
    guard server.authorization != .none else { throw .needsNoToken(server: name) }
    let grant = try grant(of: server, account: account)
    return try await refresh(grant, .forced)
  }

  /// Makes the login fresh: adopts what another process has stored, or has the refresh token spent.
  func refresh(
    _ seen: Grant, _ reason: RefreshReason, by worker: (any RefreshWorker)? = nil
  ) async throws(EngineError) -> Grant {
    do throws(EngineError) { return try await refreshUnderLock(seen, reason, worker) } catch {
      await metadataSource.askAgain(about: seen, after: error)
      throw error
    }
  }

  private func refreshUnderLock(
    _ seen: Grant, _ reason: RefreshReason, _ worker: (any RefreshWorker)?
  ) async throws(EngineError) -> Grant {
    // 1. The grant's kernel lock; whoever waits looks again and leaves early.
    let held: any HeldLock
    switch try await lockOrAdopt(seen, reason) {
    case .adopted(let grant): return grant
    case .held(let lock): held = lock
    }
    dependencies.reached(.locked)
    let keys: DataKeys, grant: Grant
    do throws(EngineError) {
      // 2. Once more, inside the lock.
      switch try decide(seen, reason) {
      case .adopt(let grant):
        held.release()
        return grant
      case .spend(let current): grant = current
      }
      dependencies.reached(.reread)
      keys = try await prepare(grant, reason)
    } catch {
      held.release()
      throw error
    }
    dependencies.reached(.prepared)
    // 4. From here on the lock is the worker's.
    return try await handOver(grant, reason, keys, held, to: worker)
  }

  private enum Decision {
    case adopt(Grant)
    case spend(Grant)
  }

  /// 2. An answer in the spool file is stored first, which may be all there is to do.
  private func decide(_ seen: Grant, _ reason: RefreshReason) throws(EngineError) -> Decision {
    let before = try current(seen)
    if let stored = try storeSpooled(before), isFresh(stored, nil) { return .adopt(stored) }
    let grant = try current(seen)
    let intent = try stored(registry.intent(of: grant))
    if intent == nil, isSettled(grant, seen: seen, reason) { return .adopt(grant) }
    if reason == .due, !isDue(grant, isInterrupted: intent != nil) { return .adopt(grant) }
    try checkState(grant, reason)
    if reason == .rejected { try checkRejection(grant) }
    return .spend(grant)
  }

  /// 3. Whatever can be found wanting is found before anything is spent. That the registry can be written shows in step 5.
  private func prepare(_ grant: Grant, _ reason: RefreshReason) async throws(EngineError) -> DataKeys {
    do throws(EngineError) {
      if grant.flow == .enterprise, !grant.hasRefreshToken {
        try await identityProviders.readyIdentity(for: grant, reason)
      }
      let keys = try keyRing.dataKeys()
      _ = try opened(grant, keys)
      do { try dependencies.spool.allocate(grant) } catch { throw .spool(error) }
      return keys
    } catch {
      if reason == .due, !error.concernsAll { postpone(grant, after: error) }
      throw error
    }
  }

  /// Nothing was sent, and the login is as good as before. But the schedule would want it again at once, for ever.
  private func postpone(_ grant: Grant, after error: EngineError) {
    let failure =
      switch grant.flow {
      case .workload: "assertion_unready"
      case .enterprise: "identity_unready"
      case .authorizationCode, .deviceCode, .clientCredentials: "not_ready"
      }
    var wait: Int?
    if case .backingOff(_, _, let until) = error {
      wait = Int(Int64(clamped: until.timeIntervalSince(dependencies.now())).adding(clamped: 1))
    }
    // What cannot be recorded is tried again a minute later: `keepFresh`. An answer that was lost stays lost.
    try? record(
      .notActed(failure: failure, retryAfter: wait), order(for: grant, RefreshReason.due), grant, isReplay: true)
  }

  private func order(for grant: Grant, _ reason: RefreshReason) -> RefreshOrder {
    RefreshOrder(grant: grant.id, generation: grant.generation, cause: reason.eventCause, actor: actor)
  }

  private func handOver(
    _ grant: Grant, _ reason: RefreshReason, _ keys: DataKeys, _ held: any HeldLock, to worker: (any RefreshWorker)?
  ) async throws(EngineError) -> Grant {
    let worker = worker ?? dependencies.worker
    let order = order(for: grant, reason)
    let report: WorkerReport
    do throws(RefreshWorkerError) {
      if let worker {
        report = try await worker.carryOut(order, keys: keys, holding: held)
      } else {
        report = try await InlineWorker(refreshing: self).carryOut(order, keys: keys, holding: held)
      }
    } catch {
      return try outcome(error, grant)
    }
    for exchange in report.exchanges { notify(.exchange(.post, url: exchange.url, status: exchange.status)) }
    return try outcome(report.verdict, grant, reason)
  }
}
