import ArgumentParser
import Engine
import FoundationEssentials

/// `mcpcred token`: hands out an access token.
struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    // See `CallCommand`.
    _superCommandName: "mcpcred",
    abstract: "Print an access token, refreshed first where it must be.",
    discussion: """
      Never a refresh token, and never with a browser: where a login is needed the exit code is 4. A token that is bound \
      to a key (DPoP) is not handed out, because nobody else could use it: exit code 13.

      Examples:
        curl -H "Authorization: Bearer $(mcpcred token notes)" https://example.com
        mcpcred token notes --min-valid 5m --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long it must still be good: 90, 90s, 5m, 1h.", valueName: "duration"))
  var minValid: DurationArgument?

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    try Self.run(
      server, account: global.account, minimum: minValid.map { TimeInterval($0.seconds) }, global.session)
  }

  /// The command without the parser.
  static func run(
    _ name: String, account: String?, minimum: TimeInterval?, _ options: SessionOptions
  ) throws(CommandError) {
    let session = try Session(options)
    let stored = try session.now { (manager) throws(EngineError) in
      try manager.storedToken(name, account: account, minimumValidity: minimum)
    }
    let token =
      if let stored { stored } else {
        try session.run { (manager) async throws(EngineError) in
          try await manager.token(name, account: account, minimumValidity: minimum)
        }
      }
    show(token, session.console)
    session.endHandingOut(.done)
  }

  private static func show(_ token: HandedOutToken, _ console: Console) {
    guard console.json else { return console.answer(token.access.exposed) }
    console.answer(
      json: JSONObject([
        "access_token": .string(token.access.exposed), "token_type": "Bearer", "expires_at": .time(token.expiresAt),
        "scope": .text(token.scope?.description),
      ]))
  }
}
