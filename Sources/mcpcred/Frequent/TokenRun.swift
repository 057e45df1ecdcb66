import Engine
import FoundationEssentials

/// What `mcpcred token` does, whoever has read its words.
struct TokenRun: Equatable {
  var options = SessionOptions()
  let server: String
  /// Seconds that the token must still be good for; nil leaves it to the engine.
  var minimumValidity: Int?
  /// Nil for the token alone, or JSON where errors are.
  var format: TokenFormat?

  /// The words after the program's name. Nil for what is the parser's to read.
  static func read(_ words: [String]) -> TokenRun? {
    guard
      let read = OptionReader(
        words, flags: SessionOptions.flags, options: SessionOptions.options + ["min-valid", "format"]),
      read.arguments.count == 2, let options = SessionOptions(read)
    else { return nil }
    var run = TokenRun(options: options, server: read.arguments[1])
    if let text = read["min-valid"] {
      guard let duration = DurationArgument(argument: text) else { return nil }
      run.minimumValidity = duration.seconds
    }
    if let text = read["format"] {
      guard let format = TokenFormat(rawValue: text), format == .json || !options.json else { return nil }
      run.format = format
    }
    return run
  }

  func callAsFunction() throws(CommandError) {
    let session = try Session(options)
    let name = server, account = options.account, minimum = minimumValidity.map { TimeInterval($0) }
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

  private func show(_ token: HandedOutToken, _ console: Console) {
    let access = token.access.exposed
    switch format ?? (console.json ? .json : .raw) {
    case .raw: console.answer(access)
    case .header: console.answer("Authorization: Bearer \(access)")
    case .env: console.answer("MCP_TOKEN=\(Shell.literal(access))")
    case .json:
      console.answer(
        json: JSONObject([
          "access_token": .string(access), "token_type": "Bearer", "expires_at": .time(token.expiresAt),
          "scope": .text(token.scope?.description),
        ]))
    }
  }
}
