import ArgumentParser

/// `mcpcred host show`: what a host's file has to say for one server.
struct HostShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print what a host's settings have to say for a server.",
    discussion: """
      Examples:
        mcpcred host show codex notes
        mcpcred host show vscode notes --scope project
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var target: HostArguments

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let context = try target.context()
    let session = try Session(global)
    try HostSnippet(context, server, session, global.session).show(session.console)
  }
}
