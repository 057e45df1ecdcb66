import FoundationEssentials

/// What is not as it should be with a timer.
enum TimerProblem: Equatable {
  case notInstalled
  /// The service manager does not answer; the text says why.
  case unreachable(String)
  /// It would not start with the next login.
  case notEnabled
  case notActive
  /// Nobody starts the lines of crontabs.
  case noCronDaemon
  /// The key does not open in the timer's environment, or nobody could try.
  case key(KeyCheck)
  /// The service ended otherwise than it should; the manager's word.
  case failed(String)
  /// The refresher has been silent for too long.
  case late(since: Date)
  /// It was installed a moment ago.
  case notRunYet
  /// The last run's exit code.
  case ended(Int32)

  /// Whether time alone does not mend it.
  var needsPerson: Bool {
    switch self {
    case .notRunYet: false
    case .ended(let status): status != ExitStatus.temporary.rawValue
    default: true
    }
  }
}
