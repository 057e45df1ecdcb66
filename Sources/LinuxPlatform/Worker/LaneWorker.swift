import Engine
import Registry
import Synchronization

/// Carries out one order after the other in one process, as long as all goes well: a process for each costs more than a
/// refresh does. Each order has its lock, its intent, its commit and its report as if it were the only one.
///
/// One that is ended takes the order in its hand with it and no other: the next order starts another process. One that
/// still has an answer to keep gets no further order. It ends when this value does.
final class LaneWorker: RefreshWorker {
  private let starter: DetachedWorker
  private let idle = Mutex<WorkerLine?>(nil)

  init(_ starter: DetachedWorker) { self.starter = starter }

  func carryOut(
    _ order: RefreshOrder, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> WorkerReport {
    let kept = idle.withLock { line in
      defer { line = nil }
      return line
    }
    let line = try starter.give(.spend(order), keys, lock, over: kept)
    StopPoint.reached(.handedOver)
    Watchdog.cover(DetachedWorker.longest)
    let report: WorkerReport = try await DetachedWorker.report(from: line)
    if !report.verdict.keepsWorker { idle.withLock { $0 = line } }
    return report
  }

  func carryOut(
    _ chore: Chore, actor: String?, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> ChoreReport {
    try await starter.carryOut(chore, actor: actor, keys: keys, holding: lock)
  }
}
