/// The steps of a refresh, by their numbers in docs/flows.md. Debug builds can be stopped after each of them, so that
/// tests see what the next run makes of what is on disk then.
public enum RefreshStep: String, Sendable, CaseIterable {
  /// 1: the lock is held.
  case locked
  /// 2: the row was read again, under the lock.
  case reread
  /// 3: everything the worker needs is open, and its spool file allocated.
  case prepared
  /// 4: the worker has the order; the caller waits.
  case handedOver = "handed-over"
  /// 4: the worker has read its order.
  case begun
  /// 5: the intent is durable.
  case intended
  /// 6: the answer is here.
  case answered
  /// 7: the new pair is durable.
  case committed
  /// 8: the new pair is in the spool file.
  case spooled
  /// 9: the failure is in the row.
  case recorded
  /// 10: the same token is about to be sent again.
  case replaying
  /// A chore: what is owed to an authorization server is about to be sent, and the attempt is noted.
  case delivering
  /// A chore: a client's new secret is about to be asked for, and the attempt is noted.
  case renewing
}
