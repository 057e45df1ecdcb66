import Engine
import Glibc
import HTTP
import LinuxPlatform
import MCP

/// What `mcpcred headers` does, whoever has read its words.
struct HeadersRun: Equatable {
  var options = SessionOptions()
  /// Nil leaves it to the URL that the asking program has put into the environment.
  var server: String?

  /// Who asks waits for ten seconds (Claude Code, `headersHelper`).
  static let limit = Duration.seconds(9)
  static let variable = "CLAUDE_CODE_MCP_SERVER_URL"

  /// The words after the program's name. Nil for what is the parser's to read.
  static func read(_ words: [String]) -> HeadersRun? {
    guard let read = OptionReader(words, flags: SessionOptions.flags, options: SessionOptions.options),
      (1...2).contains(read.arguments.count), let options = SessionOptions(read)
    else { return nil }
    return HeadersRun(options: options, server: read.arguments.dropFirst().first)
  }

  func callAsFunction() throws(CommandError) {
    ErrorReport.limit(to: Self.limit, json: options.json)
    let session = try Session(options)
    let token = try token(of: try name(session), session)
    let header = token.map { ["Authorization": JSONValue.string("Bearer \($0.access.exposed)")] }
    session.console.answer(json: JSONValue.object(header ?? [:]))
    Watchdog.limitMet()
    session.endHandingOut(.done)
  }

  /// The server that was named, or the one at the address that was.
  private func name(_ session: Session) throws(CommandError) -> String {
    if let server { return server }
    guard let text = getenv(Self.variable).map({ String(cString: $0) }), !text.isEmpty else {
      throw .usage("name a server; without a name it is the one at the URL in \(Self.variable), which is not set")
    }
    guard let url = WebURL(text) else {
      throw .usage("\(Self.variable) is not a URL of an MCP server: \(Untrusted.quoted(text))")
    }
    let account = options.account
    let found = try session.now { (manager) throws(EngineError) in try manager.server(at: url, account: account) }
    guard let found else { throw .noServerAt(url) }
    return found
  }

  /// Nil where the server asks for none.
  private func token(of name: String, _ session: Session) throws(CommandError) -> HandedOutToken? {
    let account = options.account
    do throws(CommandError) {
      let stored = try session.now { (manager) throws(EngineError) in
        try manager.storedToken(name, account: account, minimumValidity: nil)
      }
      if let stored { return stored }
      return try session.run { (manager) async throws(EngineError) in
        try await manager.token(name, account: account, minimumValidity: nil)
      }
    } catch {
      guard case .engine(.needsNoToken) = error else { throw error }
      return nil
    }
  }
}
