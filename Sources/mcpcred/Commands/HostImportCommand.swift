import ArgumentParser
import Engine
import HTTP
import MCP

/// `mcpcred host import`: servers that a host reaches over the network, added without a login.
struct HostImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Add the remote servers of a host's settings, without logging in.",
    discussion: """
      Entries with a URL, and those that start mcp-remote. Headers and tokens in them are not taken. The settings are not \
      changed: 'mcpcred host add' does that, once you have logged in. --print adds nothing.

      Examples:
        mcpcred host import cursor
        mcpcred host import claude-code --scope project --print
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var target: HostArguments

  @Flag(help: "Only print what would be added.")
  var print = false

  func validate() throws { try global.refuseAccount("host import", "nobody is logged in by it") }

  func run() throws {
    let context = try target.context()
    let entries = try context.entries()
    let session = try Session(global, making: !print)
    var report = HostImport(
      known: try session.now { (manager) throws(EngineError) in try manager.status() }.map(\.server))
    for (name, entry) in entries { report.read(name, entry) }
    if !print {
      for server in report.added {
        _ = try session.run { (manager) async throws(EngineError) in
          try await manager.add(server.url, name: server.name, account: nil, login: false, LoginOptions())
        }
      }
    }
    show(report, context, session.console)
  }

  private func show(_ report: HostImport, _ context: HostContext, _ console: Console) {
    guard !global.json else { return console.answer(json: json(report, context)) }
    for server in report.added {
      console.answer("\(print ? "would add" : "added") \(server.name) \(server.url.raw)")
      if let notes = server.remark { console.note("mcpcred: \(server.name): \(notes)") }
    }
    for left in report.left { console.note("mcpcred: left \(Untrusted.quoted(left.entry)): \(left.reason)") }
    if let first = report.added.first, !print {
      console.hint("mcpcred login \(first.name)")
      return console.hint("mcpcred host add \(context.host.name) \(first.name)")
    }
    if report.added.isEmpty { console.note("mcpcred: nothing to add in \(context.path)") }
  }

  private func json(_ report: HostImport, _ context: HostContext) -> JSONObject {
    JSONObject([
      "host": .string(context.host.name), "path": .string(context.path), "changed": .bool(!print),
      "added": .array(
        report.added.map {
          JSONObject([
            "entry": .string($0.entry), "name": .string($0.name), "url": .string($0.url.raw),
            "remark": .text($0.remark),
          ])
          .value
        }),
      "left": .array(
        report.left.map { JSONObject(["entry": .string($0.entry), "reason": .string($0.reason)]).value }),
    ])
  }
}
