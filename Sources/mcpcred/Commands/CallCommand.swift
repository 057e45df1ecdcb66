import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred call`: calls a tool.
struct CallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    // Parsed alone (`FrequentCommand`) it is still no root: the parser need not look for a wish for a completion script, which
    // takes it as long as the rest.
    _superCommandName: "mcpcred",
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
  var timeout = DurationArgument(seconds: 300)

  @Flag(help: "Log in with your browser where that is needed, then go on.")
  var login = false

  @Argument(help: "The server's name.")
  var server: String

  @Argument(help: "The tool's name.")
  var tool: String

  @Argument(help: ArgumentHelp("name=value, as many as the tool takes.", valueName: "name=value"))
  var words: [String] = []

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  func run() throws {
    let call = try toolCall()
    let session = try Session(global)
    let result: ToolResult
    do { result = try perform(call, session) } catch {
      // The server has had the token all the same.
      session.manager.countHandOuts()
      throw error
    }
    session.console.status("")
    show(result, session.console)
    session.endHandingOut(result.isError ? .toolError : .done)
  }

  private func perform(_ call: ToolCall, _ session: Session) throws(CommandError) -> ToolResult {
    let name = server, account = global.account
    let mayLogIn = login && global.isInteractive
    do throws(CommandError) {
      return try session.run { (manager) async throws(EngineError) in
        try await manager.call(name, account: account, call, mayLogIn: mayLogIn)
      }
    } catch {
      guard case .engine(let error) = error else { throw error }
      throw .calling(error, words: words)
    }
  }

  private func toolCall() throws(CommandError) -> ToolCall {
    var parsed: [ArgumentWord] = []
    for word in words {
      do { parsed.append(try ArgumentWord.parse(word)) } catch {
        throw .engine(.arguments(InvalidArguments([error]), tool: tool, server: server))
      }
    }
    return ToolCall(tool: tool, words: parsed, arguments: try whole(), deadline: timeout.duration)
  }

  private func whole() throws(CommandError) -> JSONValue? {
    guard let arguments else { return nil }
    let text =
      if arguments == "-" {
        try TextFile.readStandardInput()
      } else if arguments.hasPrefix("@") {
        try TextFile.read(String(arguments.dropFirst()))
      } else {
        arguments
      }
    guard let value = try? JSONValue.parse(text), value.objectValue != nil else {
      throw .usage("--arguments must be a JSON object: \(Untrusted.quoted(text))")
    }
    return value
  }

  /// The result object in JSON either way; as text the content, a tool's error on stderr.
  private func show(_ result: ToolResult, _ console: Console) {
    guard !global.json else { return console.answer(json: result.document) }
    let lines = ToolText.lines(result, isTerminal: result.isError || Console.isTerminal(STDOUT_FILENO))
    for line in lines { result.isError ? console.quote(line) : console.answer(line) }
  }
}
