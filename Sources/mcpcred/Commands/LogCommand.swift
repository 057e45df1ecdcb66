import ArgumentParser
import Engine
import FoundationEssentials
import MCP
import Registry

/// `mcpcred log`: the audit trail. Needs no key.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Show what happened to the logins, why, and which program asked.",
    discussion: """
      The newest comes last. Tokens that were handed out are counted: one line for each login, token, program and hour. \
      Never a secret, and no key is needed.

      Examples:
        mcpcred log
        mcpcred log notes --since 7d
        mcpcred log --limit 1000 --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    name: .customLong("server"), help: ArgumentHelp("The same as the argument.", valueName: "name"))
  var named: String?

  @Option(help: ArgumentHelp("Nothing older: 90, 90s, 5m, 1h, 7d.", valueName: "duration"))
  var since: DurationArgument?

  @Option(help: ArgumentHelp("The newest so many.", valueName: "number"))
  var limit = 100

  @Argument(help: "One server's name, also of one that was removed; all servers otherwise.")
  var server: String?

  func validate() throws {
    if server != nil, named != nil { throw ValidationError("log takes one server's name") }
    guard limit > 0 else { throw ValidationError("--limit is at least 1") }
  }

  func run() throws {
    let session = try Session(global)
    let filter = EventFilter(
      server: server ?? named, account: global.account,
      since: since.map { Date().addingTimeInterval(-TimeInterval($0.seconds)) }, limit: limit)
    let events = try session.now { (manager) throws(EngineError) in try manager.trail(filter) }
    guard !global.json else {
      return session.console.answer(JSONValue.array(events.map { EventText($0).json.value }).text())
    }
    guard !events.isEmpty else { return session.console.note("mcpcred: nothing is recorded") }
    var table = Table()
    for event in events { table.add(EventText(event).cells) }
    session.console.answer(lines: table.lines())
  }
}
