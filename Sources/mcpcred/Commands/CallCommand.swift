import ArgumentParser

/// `mcpcred call`: calls a tool. What it does is in `CallRun`.
struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Call a tool of a server.",
    discussion: """
      Values are read as the tool's schema says: numbers, booleans, lists as JSON or by repeating the name, nested \
      members as a.b=value; name:=JSON takes a value as it is. An error of the tool itself is exit code 10. Only with \
      --login is a browser opened, where a login or a further scope is needed.

      Examples:
        mcpcred call notes add_numbers a=1 b=2.5
        mcpcred call notes search query='two words' limit=5
        mcpcred call notes search --arguments '{"query": "two words"}'
        mcpcred call notes search --arguments @query.json --json
        mcpcred call notes add_note text=hello --login
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Whole arguments: JSON, @file, or - for stdin.", valueName: "json"))
  var arguments: String?

  @Option(help: ArgumentHelp("How long each exchange may take: 90, 90s, 5m, 1h.", valueName: "duration"))
  var timeout = DurationArgument(seconds: CallRun.usualSeconds)

  @Flag(help: "Log in with your browser where that is needed, then go on.")
  var login = false

  @Argument(help: "The server's name.")
  var server: String

  @Argument(help: "The tool's name.")
  var tool: String

  @Argument(help: ArgumentHelp("name=value, as many as the tool takes.", valueName: "name=value"))
  var words: [String] = []

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  /// What the words come to.
  var asked: CallRun {
    CallRun(
      options: global.session, server: server, tool: tool, words: words, arguments: arguments,
      seconds: timeout.seconds, mayLogIn: login)
  }

  func run() throws { try asked() }
}
