/// No report came.
public enum RefreshWorkerError: Error, Sendable, Equatable {
  /// The worker could not be started; the text is the system's.
  case unstarted(reason: String)
  /// It ended without a word.
  case lost
  /// Nobody waits for it any more.
  case abandoned
}
