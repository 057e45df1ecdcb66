public import Registry

/// Carries out an order in a place that outlives the one who gave it.
public protocol RefreshWorker: Sendable {
  /// Takes the lock over and keeps it until the order is carried out, whatever becomes of the caller. Returns as soon as
  /// it is known how the order ends.
  ///
  /// Throws `unstarted` where nothing was begun, `lost` where nobody can say how it ended, and `abandoned` when the
  /// calling task was cancelled: the order is carried out all the same.
  func carryOut(
    _ order: RefreshOrder, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> WorkerReport

  /// The same for a chore. Returns when it is done.
  func carryOut(
    _ chore: Chore, actor: String?, keys: DataKeys, holding lock: any HeldLock
  ) async throws(RefreshWorkerError) -> ChoreReport

  /// For several orders, one after the other: it may keep what it needs for the next one, until the value is gone.
  func forSeveral() -> any RefreshWorker
}

extension RefreshWorker {
  /// Nothing is kept.
  public func forSeveral() -> any RefreshWorker { self }
}
