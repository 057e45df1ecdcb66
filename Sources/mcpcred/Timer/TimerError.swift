import LinuxPlatform

/// Why a timer could not be installed, removed or looked at.
enum TimerError: Error, Equatable {
  /// No service manager of the user answers; the text says why.
  case noUserManager(String)
  /// There is no `crontab` on this machine.
  case noCron
  /// A program that was to be found did not do it; the text is what it said.
  case refused(command: String, reason: String)
  /// A program of the system gave no answer.
  case program(ProgramError)
  /// A unit file cannot be written or removed.
  case file(path: String, reason: String)
  /// A path that can stand in no unit or crontab; the text says why.
  case unfit(String, String)
  /// The file this program runs from is gone.
  case programGone
  /// The user has no entry in the system's tables.
  case noAccount
}
