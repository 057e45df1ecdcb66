/// A program that gave no answer.
public enum ProgramError: Error, Sendable, Equatable {
  /// No program of this name can be found.
  case missing(String)
  /// The system refused to start it; the text is the system's.
  case notStarted(String, reason: String)
  /// It did not end in time, and was killed.
  case timedOut(String, seconds: Int)
}
