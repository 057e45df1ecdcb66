import Registry

/// A worker in a task of its own, for whoever is a process of its own already. It ends with the process.
struct InlineWorker {
  let refreshing: Refreshing

  func carryOut(
    _ order: RefreshOrder, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> WorkerReport {
    let (reports, continuation) = AsyncStream.makeStream(of: WorkerReport.self, bufferingPolicy: .bufferingOldest(1))
    Task.detached(executorPreference: CurrentExecutor.value) {
      await refreshing.spend(order, keys: keys) { continuation.yield($0) }
      lock.release()
      continuation.finish()
    }
    for await report in reports { return report }
    throw Task.isCancelled ? .abandoned : .lost
  }
}
