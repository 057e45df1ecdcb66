import ArgumentParser
import MCP

/// `mcpcred timer install`: starts the refresher every five minutes from now on.
struct TimerInstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Start the refresher every five minutes from now on.",
    discussion: """
      Writes a pair of systemd user units and starts their timer. With --cron it puts one line into your crontab instead \
      and leaves the others as they are. Run again, it brings what it wrote up to date; one of the two replaces the other.

      --registry, --ca-cert, --client-cert and --client-key are handed on to the refresher, and so are the environment's \
      proxies and certificates. Then it is tried whether the registry's key opens where the timer runs.

      Examples:
        mcpcred timer install
        mcpcred timer install --cron
        mcpcred timer install --registry /srv/robot/registry.sqlite
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "A line of your crontab instead of systemd user units.")
  var cron = false

  func validate() throws { try global.refuseAccount("timer install", "a timer is for all logins of a registry") }

  func run() throws {
    let session = try Session(global, making: true)
    let timer = try TimerContext(global)
    let console = session.console
    try install(timer, console)
    for name in TimerJob.secrets(in: Session.environment()) {
      console.warning("\(name) holds a password and is not handed on to the timer")
    }
    let key = cron ? timer.cron.checkKey(timer.job) : timer.manager.checkKey(timer.job)
    answer(timer, key, console)
    if let warning = TimerText.warning(key) { console.warning(warning) }
    if case .fails(_, _, let action?) = key { console.hint(action) }
    if !cron, timer.account.isLingering == false, !global.json { console.hint("loginctl enable-linger") }
  }

  /// The new one first: a moment with two is better than one with none.
  private func install(_ timer: TimerContext, _ console: Console) throws(CommandError) {
    try timer.timed { () throws(TimerError) in
      if cron { try timer.cron.install(timer.job) } else { try timer.manager.install(timer.units) }
    }
    let replaced = try timer.timed { () throws(TimerError) in
      try cron ? timer.manager.remove(timer.units) : timer.cron.remove(timer.job)
    }
    if replaced, !global.json {
      console.note("mcpcred: removed the \(cron ? "systemd units" : "line of your crontab") of before")
    }
  }

  private func answer(_ timer: TimerContext, _ key: KeyCheck, _ console: Console) {
    guard !global.json else {
      return console.answer(
        json: JSONObject([
          "installed": .string(cron ? "cron" : "systemd"), "name": .string(timer.job.name),
          "lingering": timer.account.isLingering.map { .bool($0) }, "key": .string(TimerText.code(key)),
        ]))
    }
    let what = cron ? "a line of your crontab, \(timer.job.name)" : timer.units.timerName
    console.answer("installed \(what): every five minutes")
  }
}
