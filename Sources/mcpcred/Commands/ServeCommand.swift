import ArgumentParser

/// `mcpcred serve`: a server for a host that speaks over stdin and stdout. What it does is in `ServeRun`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Be a server for an editor or agent, with the login that is kept here.",
    discussion: """
      What hosts start as a command: JSON-RPC on stdin and stdout, with the server behind it in whichever revision of the \
      protocol either side speaks. It never opens a browser: where a login is needed, each request is answered with the \
      command to type, and a login made meanwhile is used at the next one. It ends with its host.

      Globs know * and ?; --deny wins. --read-only shows only tools that their server calls read-only, which is its word \
      and nobody else's.

      Examples:
        claude mcp add notes -- mcpcred serve notes
        mcpcred serve notes --read-only
        mcpcred serve notes --allow 'search*' --deny '*_all'
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Only tools whose names fit; may be repeated.", valueName: "glob"))
  var allow: [String] = []

  @Option(help: ArgumentHelp("No tools whose names fit; may be repeated.", valueName: "glob"))
  var deny: [String] = []

  @Flag(help: "Only tools that say that they change nothing.")
  var readOnly = false

  @Option(help: ArgumentHelp("How long each request may take: 90, 90s, 5m, 1h.", valueName: "duration"))
  var timeout = DurationArgument(seconds: ServeRun.usualSeconds)

  @Option(help: ArgumentHelp("Say each exchange in this file. Secrets are never shown.", valueName: "path"))
  var log: String?

  @Argument(help: "The server's name.")
  var server: String

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  /// What the words come to.
  var asked: ServeRun {
    ServeRun(
      options: global.session, server: server, allowed: allow, denied: deny, isReadOnly: readOnly,
      seconds: timeout.seconds, log: log)
  }

  func run() throws { try asked() }
}
