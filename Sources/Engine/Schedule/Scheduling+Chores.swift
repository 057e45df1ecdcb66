import FoundationEssentials
import Registry

extension Scheduling {
  /// Has a chore done by a process of its own, where there is something to do and nobody is at it.
  ///
  /// Throws `choreLost` where that process ended without a word; the attempt it died of is not the first one of the next.
  func order(_ chore: Chore) async throws(EngineError) {
    guard try isWanted(chore) else { return }
    let held: any HeldLock
    do throws(LockError) {
      guard let lock = try dependencies.locks.attempt(Chore.lockName) else { return }
      held = lock
    } catch {
      throw .lock(error)
    }
    let keys: DataKeys
    do throws(EngineError) { keys = try keyRing.dataKeys() } catch {
      held.release()
      throw error
    }
    guard let worker = dependencies.worker else {
      defer { held.release() }
      return try await carryOut(chore)
    }
    let report: ChoreReport
    do throws(RefreshWorkerError) {
      report = try await worker.carryOut(chore, actor: actor, keys: keys, holding: held)
    } catch {
      switch error {
      case .abandoned: throw .cancelled
      case .unstarted(let reason): throw .choreLost(chore, reason: reason)
      case .lost: throw .choreLost(chore, reason: nil)
      }
    }
    for notice in report.notices.compactMap(\.notice) { notify(notice) }
    if let failure = report.failure { throw .registry(failure) }
  }

  /// The worker's side.
  func carryOut(_ chore: Chore, keys: DataKeys) async -> RegistryError? {
    workplace.keyCache.take(keys)
    do throws(EngineError) { try await carryOut(chore) } catch {
      if case .registry(let error) = error { return error }
    }
    return nil
  }

  private func carryOut(_ chore: Chore) async throws(EngineError) {
    switch chore {
    case .renewSecrets: try await registrar.renewSecrets()
    case .deliverRevocations: try await revoking.deliverRevocations()
    case .discardRegistrations: try await registrar.discardRegistrations()
    }
  }

  /// Whether there is anything to do, without a key and without the network.
  private func isWanted(_ chore: Chore) throws(EngineError) -> Bool {
    switch chore {
    case .renewSecrets: try !registrar.endingRegistrations().isEmpty
    case .deliverRevocations:
      try !stored(registry.owedRevocations(dueBy: dependencies.now())).isEmpty
    case .discardRegistrations: try !registrar.unusedRegistrations().isEmpty
    }
  }
}
