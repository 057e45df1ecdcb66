import ArgumentParser
import MCP

/// `mcpcred timer remove`: takes away what `timer install` put there.
struct TimerRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take away what 'mcpcred timer install' put there, and nothing else.",
    discussion: """
      Logins stay, and are renewed at their next use only. Where there is no timer there is nothing to do, and the exit \
      code is 0.

      Examples:
        mcpcred timer remove
      """)

  @OptionGroup var global: GlobalOptions

  func validate() throws { try global.refuseAccount("timer remove", "a timer is for all logins of a registry") }

  func run() throws {
    let timer = try TimerContext(global)
    let console = Console(json: global.json)
    var removed: [String] = []
    if try timer.timed({ () throws(TimerError) in try timer.manager.remove(timer.units) }) { removed.append("systemd") }
    if try timer.timed({ () throws(TimerError) in try timer.cron.remove(timer.job) }) { removed.append("cron") }
    guard !global.json else {
      return console.answer(json: JSONObject(["removed": .array(removed.map { .string($0) })]))
    }
    console.answer(removed.isEmpty ? "no timer is installed" : "removed \(timer.job.name)")
  }
}
