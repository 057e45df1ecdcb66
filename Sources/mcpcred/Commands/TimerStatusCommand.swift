import ArgumentParser
import Engine
import FoundationEssentials
import LinuxPlatform

/// `mcpcred timer status`: whether the refresher runs, and can do its work.
struct TimerStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show whether the refresher runs, and whether the key opens where it runs.",
    discussion: """
      With --check the exit code is 11 where the timer needs a person: it is not installed or not active, the key does \
      not open in its environment, the refresher failed, or has not run for an hour. It is 7 where the refresher has not \
      run yet or tries something again later, else 0.

      Examples:
        mcpcred timer status
        mcpcred timer status --json
        mcpcred timer status --check >/dev/null || notify-send "see mcpcred"
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Tell by the exit code whether the timer needs attention.")
  var check = false

  func validate() throws { try global.refuseAccount("timer status", "a timer is for all logins of a registry") }

  func run() throws {
    let session = try Session(global)
    let timer = try TimerContext(global)
    let state = try state(timer, session)
    let now = Date()
    let text = TimerText(state: state, options: timer.job.options, now: now)
    if global.json { session.console.answer(json: text.json) } else { text.show(session.console) }
    guard check, let problem = state.problem(now: now) else { return }
    throw problem.needsPerson ? ExitStatus.personNeeded : ExitStatus.temporary
  }

  private func state(_ timer: TimerContext, _ session: Session) throws(CommandError) -> TimerState {
    var state = TimerState(name: timer.job.name)
    state.run = try session.lastRun()
    state.isLingering = timer.account.isLingering
    state.installation = try timer.timed { () throws(TimerError) in try installation(timer) }
    switch state.installation {
    case .systemd: state.key = timer.manager.checkKey(timer.job)
    case .cron:
      state.hasCronDaemon = CronDaemon.isRunning
      state.key = timer.cron.checkKey(timer.job)
    case .unreachable, nil: break
    }
    return state
  }

  private func installation(_ timer: TimerContext) throws(TimerError) -> TimerState.Installation? {
    do {
      if let unit = try timer.manager.state(timer.units) { return .systemd(unit) }
    } catch {
      guard case .noUserManager(let reason) = error else { throw error }
      return .unreachable(reason)
    }
    return try timer.cron.holds(timer.job) ? .cron : nil
  }
}
