import LinuxPlatform

/// The user's crontab, through `crontab(1)`.
struct UserCron {
  private let account: UserAccount
  private let tool: SystemTool

  init(environment: [String: String], account: UserAccount) {
    self.account = account
    tool = SystemTool(environment)
  }

  /// Puts the job's line in, and leaves every other line as it is.
  func install(_ job: TimerJob) throws(TimerError) {
    let line = try Crontab.line(job)
    try write(try read().adding(line, named: job.name))
  }

  /// Takes it out: false where there was none.
  func remove(_ job: TimerJob) throws(TimerError) -> Bool {
    guard let crontab = try found(), crontab.holds(job.name) else { return false }
    let rest = crontab.removing(job.name)
    if rest == .empty { try tool.order("crontab", ["-r"]) } else { try write(rest) }
    return true
  }

  /// Whether the line is there.
  func holds(_ job: TimerJob) throws(TimerError) -> Bool { try found()?.holds(job.name) ?? false }

  /// Whether the key can be opened by what cron starts.
  func checkKey(_ job: TimerJob) -> KeyCheck {
    // crontab(5): nothing else is in a job's environment.
    let environment = [
      "HOME": account.home, "LOGNAME": account.name, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh",
    ].merging(job.variables) { $1 }
    let run = ProgramRun(job.program, Array(job.checkWords.dropFirst()), environment: environment, seconds: 30)
    do {
      let outcome = try run.outcome()
      return KeyCheck(output: outcome.text, errors: outcome.errorText, status: outcome.status)
    } catch {
      return .unknown(ErrorReport(.timer(.program(error))).message)
    }
  }

  /// Nil where there is no `crontab` on this machine.
  private func found() throws(TimerError) -> Crontab? {
    do { return try read() } catch {
      if case .noCron = error { return nil }
      throw error
    }
  }

  /// A crontab that cannot be read is never taken for an empty one: writing would lose the person's lines.
  private func read() throws(TimerError) -> Crontab {
    let outcome: ProgramOutcome
    do { outcome = try tool.ask("crontab", ["-l"]) } catch {
      guard case .program(.missing) = error else { throw error }
      throw .noCron
    }
    if outcome.status == 0 { return Crontab(bytes: outcome.output) }
    guard outcome.output.isEmpty, outcome.errorText.contains("no crontab for") else {
      throw .refused(command: "crontab -l", reason: SystemTool.reason(outcome))
    }
    return .empty
  }

  private func write(_ crontab: Crontab) throws(TimerError) {
    try tool.order("crontab", ["-"], input: crontab.bytes)
  }
}
