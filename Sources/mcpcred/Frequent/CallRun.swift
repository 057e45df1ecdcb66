import Engine
import Glibc
import MCP

/// What `mcpcred call` does, whoever has read its words.
struct CallRun: Equatable {
  var options = SessionOptions()
  let server: String
  let tool: String
  /// `name=value`, as they were typed.
  var words: [String] = []
  /// All arguments at once: JSON, @file, or - for stdin.
  var arguments: String?
  /// How long each exchange may take.
  var seconds = CallRun.usualSeconds
  /// Whether a browser may be opened where a login is needed.
  var mayLogIn = false

  static let usualSeconds = 300

  /// The words after the program's name. Nil for what is the parser's to read.
  static func read(_ words: [String]) -> CallRun? {
    guard
      let read = OptionReader(
        words, flags: SessionOptions.flags + ["login"], options: SessionOptions.options + ["arguments", "timeout"]),
      read.arguments.count >= 3, let options = SessionOptions(read)
    else { return nil }
    var run = CallRun(
      options: options, server: read.arguments[1], tool: read.arguments[2], words: Array(read.arguments.dropFirst(3)),
      arguments: read["arguments"], mayLogIn: read.has("login"))
    if let text = read["timeout"] {
      guard let duration = DurationArgument(argument: text), duration.seconds > 0 else { return nil }
      run.seconds = duration.seconds
    }
    return run
  }

  func callAsFunction() throws(CommandError) {
    let call = try toolCall()
    let session = try Session(options)
    let result: ToolResult
    do throws(CommandError) { result = try perform(call, session) } catch {
      // The server has had the token all the same.
      session.manager.countHandOuts()
      throw error
    }
    session.console.status("")
    show(result, session.console)
    session.endHandingOut(result.isError ? .toolError : .done)
  }

  private func perform(_ call: ToolCall, _ session: Session) throws(CommandError) -> ToolResult {
    let name = server, account = options.account, mayLogIn = mayLogIn && options.isInteractive
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
    return ToolCall(tool: tool, words: parsed, arguments: try whole(), deadline: Duration.seconds(seconds))
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
    guard !options.json else { return console.answer(json: result.document) }
    let lines = ToolText.lines(result, isTerminal: result.isError || Console.isTerminal(STDOUT_FILENO))
    for line in lines { result.isError ? console.quote(line) : console.answer(line) }
  }
}
