import Testing

/// A step of a refresh at which a process is killed, and what the next run makes of what is on disk then.
struct CrashPoint: Sendable, CustomTestStringConvertible {
  /// As `RefreshStep` and docs/flows.md name it.
  let step: String
  let number: Int
  let isCaller: Bool
  /// What the token endpoint does, where the step is not reached otherwise.
  var fault: String?
  /// Whether the registry takes the answer.
  var isStorable = true
  /// Requests the server has had when the process is dead.
  let sent: Int
  /// Requests that the next run adds.
  let more: Int
  /// Whether a server that revokes the family on reuse keeps the login.
  var livesAtStrictServer = true

  var testDescription: String { "step \(number), \(step)" }

  static let all = [
    CrashPoint(step: "locked", number: 1, isCaller: true, sent: 0, more: 1),
    CrashPoint(step: "reread", number: 2, isCaller: true, sent: 0, more: 1),
    CrashPoint(step: "prepared", number: 3, isCaller: true, sent: 0, more: 1),
    // The worker finishes; what it has stored is found.
    CrashPoint(step: "handed-over", number: 4, isCaller: true, sent: 1, more: 0),
    CrashPoint(step: "begun", number: 4, isCaller: false, sent: 0, more: 1),
    CrashPoint(step: "intended", number: 5, isCaller: false, sent: 0, more: 1),
    // The server has rotated and nobody else has the answer: the one gap that is left.
    CrashPoint(step: "answered", number: 6, isCaller: false, sent: 1, more: 1, livesAtStrictServer: false),
    CrashPoint(step: "committed", number: 7, isCaller: false, sent: 1, more: 0),
    CrashPoint(step: "spooled", number: 8, isCaller: false, isStorable: false, sent: 1, more: 0),
    CrashPoint(step: "recorded", number: 9, isCaller: false, fault: "status_429", sent: 1, more: 1),
    CrashPoint(step: "replaying", number: 10, isCaller: false, fault: "drop_before", sent: 1, more: 1),
  ]
}
