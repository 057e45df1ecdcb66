import ArgumentParser
import Engine
import FoundationEssentials
import MCP

/// `mcpcred status`: how every login stands. Needs no key and no network.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how every login stands, and what to do about it.",
    discussion: """
      Needs no key and asks no server. With --check the exit code is 11 where a person is needed, else 7 where a \
      refresh is being retried, else 0. --format prometheus writes metrics for a monitor.

      Examples:
        mcpcred status
        mcpcred status notes --json
        mcpcred status --check >/dev/null || notify-send "an MCP login needs you"
        mcpcred status --format prometheus >/var/lib/node_exporter/mcpcred.prom
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Tell by the exit code whether a login needs attention.")
  var check = false

  @Option(help: ArgumentHelp("text or prometheus; --json is JSON.", valueName: "format"))
  var format = StatusFormat.text

  @Argument(help: "One server's name; all servers otherwise.")
  var server: String?

  func validate() throws {
    if global.json, format != .text { throw ValidationError("--json and --format exclude each other") }
  }

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account
    let rows = try session.now { (manager) throws(EngineError) in try manager.status(of: name, account: account) }
    show(rows, session)
    guard check else { return }
    if rows.contains(where: \.condition.needsPerson) { throw ExitStatus.personNeeded }
    if rows.contains(where: \.condition.isRetrying) { throw ExitStatus.temporary }
  }

  private func show(_ rows: [ServerStatus], _ session: Session) {
    let now = Date(), console = session.console
    if global.json {
      return console.answer(JSONValue.array(rows.map { StatusText($0).json(now: now).value }).text())
    }
    if format == .prometheus {
      return console.answer(PrometheusText(rows, now: now).lines)
    }
    guard !rows.isEmpty else { return session.tellEmpty(account: global.account) }
    var table = Table()
    let texts = rows.map { StatusText($0) }
    for text in texts { table.add(text.cells(now: now)) }
    let lines = table.lines { row, column, cell in column == 2 ? texts[row].painted(cell) : cell }
    console.answer(lines: lines)
    for quirk in Set(texts.compactMap(\.quirk)).sorted() { console.note("mcpcred: \(quirk)") }
    for repair in texts.compactMap(\.repair) { console.hint(repair) }
  }
}
