import FoundationEssentials
import LinuxPlatform

/// The user's service manager, `systemd --user`.
struct UserManager {
  /// Where a person's own units are.
  private let folder: String
  private let tool: SystemTool

  init(environment: [String: String], account: UserAccount) {
    let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    folder = (configuration ?? "\(environment["HOME"] ?? account.home)/.config") + "/systemd/user"
    tool = SystemTool(RuntimeFolder.found(environment))
  }

  /// Writes the units and starts the timer, now and at each login.
  func install(_ units: SystemdUnits) throws(TimerError) {
    let service = try units.service
    try requireAnswer()
    try UnitFile.write(service, to: path(units.serviceName))
    try UnitFile.write(units.timer, to: path(units.timerName))
    try order("daemon-reload")
    try order("enable", "--now", units.timerName)
  }

  /// Undoes it: false where there was nothing. Without a service manager only the files go; nothing runs then anyway.
  func remove(_ units: SystemdUnits) throws(TimerError) -> Bool {
    let files = [path(units.serviceName), path(units.timerName), path("timers.target.wants/\(units.timerName)")]
    guard files.contains(where: UnitFile.exists) else { return false }
    let answers = (try? requireAnswer()) != nil
    if answers {
      try order("disable", "--now", units.timerName)
      // The time of its last run, which would count as missed runs after another installation. There may be none.
      _ = try? order("clean", "--what=state", units.timerName)
    }
    for file in files { try UnitFile.remove(file) }
    guard answers else { return true }
    try order("daemon-reload")
    // A unit that failed is remembered under its name.
    _ = try? order("reset-failed", units.serviceName)
    return true
  }

  /// How the timer stands; nil where it is not installed. Throws `noUserManager` where it is and nobody answers.
  func state(_ units: SystemdUnits) throws(TimerError) -> UnitState? {
    guard UnitFile.exists(path(units.timerName)) else { return nil }
    try requireAnswer()
    let properties = "--property=\(UnitState.properties.joined(separator: ","))"
    let outcome = try tool.ask("systemctl", ["--user", "show", properties, units.timerName, units.serviceName])
    return UnitState(shown: outcome.text)
  }

  /// Whether the key can be opened by what this manager starts, confined like the unit.
  func checkKey(_ job: TimerJob) -> KeyCheck {
    let properties = (SystemdUnits.sandbox + [SystemdUnits.unset]).flatMap { ["--property", $0] }
    let variables = job.variables.map { "--setenv=\($0.key)=\($0.value)" }
    // The manager puts variables in place of what follows a dollar sign, and a dollar sign in place of two.
    let words = job.checkWords.map {
      $0.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
    }
    let arguments =
      ["--user", "--wait", "--pipe", "--quiet", "--collect"] + properties + variables + ["--", job.program]
      + words.dropFirst()
    do {
      let outcome = try tool.ask("systemd-run", arguments)
      return KeyCheck(output: outcome.text, errors: outcome.errorText, status: outcome.status)
    } catch {
      return .unknown(ErrorReport(.timer(error)).message)
    }
  }

  private func path(_ unit: String) -> String { "\(folder)/\(unit)" }

  private func order(_ words: String...) throws(TimerError) { try tool.order("systemctl", ["--user"] + words) }

  private func requireAnswer() throws(TimerError) {
    let outcome: ProgramOutcome
    do {
      outcome = try tool.ask("systemctl", ["--user", "show", "--property=Version"])
    } catch {
      guard case .program(.missing(let name)) = error else { throw error }
      throw .noUserManager("\(name) is not installed")
    }
    guard outcome.status == 0 else { throw .noUserManager(SystemTool.reason(outcome)) }
  }
}
