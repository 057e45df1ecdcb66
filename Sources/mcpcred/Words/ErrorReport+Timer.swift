import LinuxPlatform

extension ErrorReport {
  static func report(_ error: TimerError) -> ErrorReport {
    switch error {
    case .noUserManager(let reason):
      ErrorReport(
        "no service manager of the user answers: \(Untrusted.plain(reason))", hints: ["mcpcred timer install --cron"],
        .failure, code: "no_user_manager")
    case .noCron:
      ErrorReport(
        "there is no cron on this machine: crontab is not installed", hints: ["mcpcred timer install"], .failure,
        code: "no_cron")
    case .refused(let command, let reason):
      ErrorReport("\(Untrusted.plain(command)): \(Untrusted.plain(reason))", .failure, code: "timer_failed")
    case .program(let error): ErrorReport(words(for: error), .failure, code: "timer_failed")
    case .file(let path, let reason):
      ErrorReport("cannot write \(path): \(Untrusted.plain(reason))", .failure, code: "timer_failed")
    case .unfit(let path, let reason):
      ErrorReport("\(Untrusted.quoted(path)): \(reason)", .usage, code: "bad_path")
    case .programGone:
      ErrorReport("the file this program runs from is gone", .failure, code: "timer_failed")
    case .noAccount:
      ErrorReport("the system knows no user with this process's id", .failure, code: "timer_failed")
    }
  }

  private static func words(for error: ProgramError) -> String {
    switch error {
    case .missing(let name): "\(Untrusted.plain(name)) is not installed"
    case .notStarted(let name, let reason): "cannot start \(Untrusted.plain(name)): \(Untrusted.plain(reason))"
    case .timedOut(let name, let seconds): "\(Untrusted.plain(name)) did not answer within \(seconds) s"
    }
  }
}
