import FoundationEssentials
import MCP
import Registry

/// A timer's state in words and in JSON.
struct TimerText {
  let state: TimerState
  /// Options that a command for this registry needs.
  let options: [String]
  let now: Date

  private var problem: TimerProblem? { state.problem(now: now) }

  var json: JSONObject {
    JSONObject([
      "installed": .text(installed), "name": state.installation.map { _ in .string(state.name) },
      "enabled": unit.map { .bool($0.isEnabled) }, "active": unit.map { .bool($0.isActive) },
      "next_at": .time(state.nextAt(now: now)), "fired_at": .time(unit?.firedAt), "result": .text(unit?.result),
      "ran_at": .time(state.run?.endedAt), "ran_exit": state.run.map { .integer(Int64($0.status)) },
      "ran_by": .text(state.run?.actor), "lingering": state.isLingering.map { .bool($0) },
      "key": .text(state.key.map(Self.code)), "problem": .text(problem.map(words)),
      "action": .text(problem.flatMap(action)),
    ])
  }

  func show(_ console: Console) {
    var table = Table()
    for row in rows { table.add(row) }
    console.answer(lines: table.lines())
    if let problem {
      if case .notRunYet = problem {
        console.note("mcpcred: \(words(problem))")
      } else {
        console.warning(words(problem))
      }
      if let action = action(problem) { console.hint(action) }
    }
    if unit != nil, state.isLingering == false { console.hint("loginctl enable-linger") }
  }

  /// Stable, for scripts.
  static func code(_ key: KeyCheck) -> String {
    switch key {
    case .open: "open"
    case .none: "none"
    case .fails(let code, _, _): code
    case .unknown: "unknown"
    }
  }

  /// Why the key does not open where the timer runs; nil where it does.
  static func warning(_ key: KeyCheck) -> String? {
    switch key {
    case .open, .none: nil
    case .fails(_, let message, _): "the timer cannot open the key: \(Untrusted.plain(message))"
    case .unknown(let reason): "whether the timer can open the key is not known: \(Untrusted.plain(reason))"
    }
  }

  private var installed: String? {
    switch state.installation {
    case .systemd, .unreachable: "systemd"
    case .cron: "cron"
    case nil: nil
    }
  }

  private var unit: UnitState? {
    if case .systemd(let unit) = state.installation { unit } else { nil }
  }

  private var rows: [[String]] {
    var rows: [[String]] = []
    switch state.installation {
    case .systemd(let unit):
      rows.append([
        "timer",
        "\(state.name).timer of systemd, \(unit.isEnabled ? "" : "not ")enabled, \(unit.isActive ? "" : "not ")active",
      ])
    case .unreachable: rows.append(["timer", "\(state.name).timer of systemd"])
    case .cron: rows.append(["timer", "a line of your crontab, \(state.name)"])
    case nil: rows.append(["timer", "none"])
    }
    if let next = state.nextAt(now: now) { rows.append(["next run", TimeText.relative(next, to: now)]) }
    if let run = state.run { rows.append(["last run", Self.words(run, now)]) }
    switch state.key {
    case .open?: rows.append(["key", "opens where the timer runs"])
    case KeyCheck.none?: rows.append(["key", "none was made yet"])
    case .fails?, .unknown?: rows.append(["key", "does not open where the timer runs"])
    case nil: break
    }
    if unit != nil, let isLingering = state.isLingering {
      rows.append(["lingering", isLingering ? "on" : "off: the timer runs only while you are logged in"])
    }
    return rows
  }

  private static func words(_ run: RefresherRun, _ now: Date) -> String {
    let by = run.actor.map { ", by \(Untrusted.plain($0, limit: 20))" } ?? ""
    let end =
      switch ExitStatus(rawValue: run.status) {
      case .done: "done"
      case .temporary: "something is tried again later"
      case .personNeeded: "a login needs a person"
      default: "exit code \(run.status)"
      }
    return "\(TimeText.relative(run.endedAt, to: now))\(by): \(end)"
  }

  private func words(_ problem: TimerProblem) -> String {
    switch problem {
    case .notInstalled: "no timer is installed"
    case .unreachable(let reason): "the service manager does not answer: \(Untrusted.plain(reason))"
    case .notEnabled: "the timer is not enabled: it does not start with your next login"
    case .notActive: "the timer is not active"
    case .noCronDaemon: "no cron daemon runs: nobody starts the line of your crontab"
    case .key(let key): Self.warning(key) ?? "the key opens"
    case .failed(let result): "the refresher failed: \(Untrusted.plain(result, limit: 40))"
    case .late(let since) where since > now:
      "the clock was set back after the refresher's last run: nobody knows when that was"
    case .late(let since): "the refresher last ran \(TimeText.relative(since, to: now))"
    case .notRunYet: "the refresher has not run yet"
    case .ended(let status): "the refresher's last run ended with exit code \(status)"
    }
  }

  /// What to type.
  private func action(_ problem: TimerProblem) -> String? {
    switch problem {
    case .notInstalled, .notEnabled, .notActive: command("timer install")
    case .key(.fails(_, _, let action)): action
    case .failed: "systemctl --user status \(state.name).service"
    case .late: unit.map { _ in "systemctl --user status \(state.name).timer" }
    case .ended(ExitStatus.personNeeded.rawValue): command("status")
    case .ended(let status) where status != ExitStatus.temporary.rawValue: command("refresh --due")
    case .unreachable, .noCronDaemon, .key, .notRunYet, .ended: nil
    }
  }

  private func command(_ words: String) -> String {
    (["mcpcred \(words)"] + options.map(Shell.quoted)).joined(separator: " ")
  }
}
