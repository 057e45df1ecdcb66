import ArgumentParser

/// `mcpcred token`: hands out an access token. What it does is in `TokenRun`.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Print an access token, refreshed first where it must be.",
    discussion: """
      Never a refresh token, and never with a browser: where a login is needed the exit code is 4. A token that is bound \
      to a key (DPoP) is not handed out, because nobody else could use it: exit code 13. --format header is a line of \
      HTTP, and env one for a shell or an environment file: MCP_TOKEN=….

      Examples:
        curl -H "Authorization: Bearer $(mcpcred token notes)" https://example.com
        curl -H "$(mcpcred token notes --format header)" https://example.com
        mcpcred token notes --min-valid 5m --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long it must still be good: 90, 90s, 5m, 1h.", valueName: "duration"))
  var minValid: DurationArgument?

  @Option(help: ArgumentHelp("raw, header, env or json; --json is json.", valueName: "format"))
  var format: TokenFormat?

  @Argument(help: "The server's name.")
  var server: String

  func validate() throws {
    if global.json, let format, format != .json { throw ValidationError("--json and --format exclude each other") }
  }

  /// What the words come to.
  var asked: TokenRun {
    TokenRun(options: global.session, server: server, minimumValidity: minValid?.seconds, format: format)
  }

  func run() throws { try asked() }
}
