import ArgumentParser
import LinuxPlatform
import MCP

/// `mcpcred host remove`: takes entries that run mcpcred for a server out of a host's settings, and no others.
struct HostRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a server out of a host's settings.",
    discussion: """
      Only entries that run mcpcred for that server; with --account only those for that account. The server and its logins \
      stay in the registry. --print changes nothing.

      Examples:
        mcpcred host remove cursor notes
        mcpcred host remove zed notes --print
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var target: HostArguments

  @Flag(help: "Only print the names of the entries.")
  var print = false

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let context = try target.context()
    let console = Console(json: global.json)
    let (file, editing) = try context.settings()
    let names = HostServed.all(in: editing.entries).filter {
      $0.server == server && (global.account == nil || $0.account == global.account)
    }.map(\.entry)
    guard !names.isEmpty else {
      throw CommandError.host(.noEntry(context.host, server: server, path: context.path))
    }
    let new: [UInt8]
    do throws(HostFileFlaw) { new = try editing.removing(names) } catch {
      throw CommandError.host(.flaw(error, path: context.path))
    }
    let isChanged = print ? false : try context.replace(file, with: new)
    guard !global.json else {
      return console.answer(
        json: JSONObject([
          "host": .string(context.host.name), "server": .string(server), "path": .string(context.path),
          "entries": .array(names.map { .string($0) }), "changed": .bool(isChanged),
          "backup": isChanged ? .string(file.backupPath) : nil,
        ]))
    }
    for name in names {
      let told = Untrusted.plain(name, limit: 80)
      let verb = print ? "would remove" : "removed"
      console.answer("\(verb) \(told) from \(context.host.title) in \(context.path)")
    }
    if isChanged { console.note("mcpcred: what was there is in \(file.backupPath)") }
  }
}
