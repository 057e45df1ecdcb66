import ArgumentParser
import LinuxPlatform

/// `mcpcred host add`: makes a host start mcpcred for one server.
struct HostAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Put a server into a host's settings.",
    discussion: """
      JSON is changed by that one entry: comments and order stay, and what was there is copied to a file beside it, \
      .mcpcred-backup. TOML and YAML are printed, and never changed. --print changes nothing.

      Examples:
        mcpcred host add claude-desktop notes
        mcpcred host add cursor notes --scope project
        mcpcred host add zed notes --print
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var target: HostArguments

  @Flag(help: "Only print the entry.")
  var print = false

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let context = try target.context()
    let session = try Session(global)
    let snippet = try HostSnippet(context, server, session, global.session)
    let console = session.console
    guard context.file.syntax.isEdited else {
      snippet.show(console)
      guard !print, !global.json else { return }
      return console.warning("nothing was changed: \(context.file.syntax.name) is printed, for you to put in")
    }
    let (file, editing) = try context.settings()
    let new: [UInt8]?
    do throws(HostFileFlaw) { new = try editing.putting(snippet.entry) } catch {
      throw CommandError.host(.flaw(error, path: context.path))
    }
    guard let new else {
      throw CommandError.host(.taken(context.host, entry: snippet.entry.name, path: context.path))
    }
    guard !print else { return snippet.show(console) }
    let isChanged = new != editing.json.bytes || file.bytes == nil ? try context.replace(file, with: new) : false
    let backup = isChanged && file.bytes != nil ? file.backupPath : nil
    guard !global.json else { return console.answer(json: snippet.json(changed: isChanged, backup: backup)) }
    snippet.tell(console)
    console.answer(
      isChanged
        ? "added \(server) to \(context.host.title) in \(context.path)"
        : "\(server) is in \(context.path) already; nothing was changed")
    if let backup { console.note("mcpcred: what was there is in \(backup)") }
  }
}
