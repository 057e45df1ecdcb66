import ArgumentParser
import FoundationEssentials
import Glibc
import LinuxPlatform
import MCP

/// `mcpcred host list`: the known hosts, their files, and which servers are in them. Opens no registry.
struct HostListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the known hosts, their files, and what in them runs mcpcred.",
    discussion: """
      Without --all only files that are there are listed. Project files are those of the working folder.

      Examples:
        mcpcred host list
        mcpcred host list --all --json
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Also hosts whose file is not there.")
  var all = false

  func validate() throws { try global.refuseAccount("host list", "it is about all of them") }

  func run() throws {
    let environment = Session.environment(), folder = try WorkingFolder.path()
    var rows: [HostRow] = []
    for host in Host.all {
      for file in host.files {
        guard let path = file.path(environment, folder: folder) else { continue }
        rows.append(HostRow(host, file, path))
      }
    }
    let console = Console(json: global.json)
    let shown = all ? rows : rows.filter(\.isThere)
    guard !global.json else { return console.answer(JSONValue.array(shown.map { $0.json.value }).text()) }
    guard !shown.isEmpty else {
      console.note("mcpcred: none of the known hosts has a file here")
      return console.hint("mcpcred host list --all")
    }
    var table = Table(headings: ["HOST", "SCOPE", "FILE", "SERVERS"], isTerminal: Console.isTerminal(STDOUT_FILENO))
    for row in shown { table.add(row.cells) }
    console.answer(lines: table.lines())
  }
}
