import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred prompt`: what a server has to say to a model, filled in.
struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt",
    abstract: "Show a prompt of a server, filled in.",
    discussion: """
      Examples:
        mcpcred prompt notes greet name=Ada
        mcpcred prompt notes greet name=Ada --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long each exchange may take.", valueName: "duration"))
  var timeout = DurationArgument(seconds: 30)

  @Argument(help: "The server's name.")
  var server: String

  @Argument(help: "The prompt's name.")
  var prompt: String

  @Argument(help: ArgumentHelp("name=value, as many as the prompt takes.", valueName: "name=value"))
  var words: [String] = []

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account, deadline = timeout.duration
    let prompt = prompt, values = try arguments()
    let result = try session.run { (manager) async throws(EngineError) in
      try await manager.prompt(name, account: account, prompt: prompt, arguments: values, deadline: deadline)
    }
    guard !global.json else { return session.console.answer(json: result) }
    PromptText.show(result, session.console)
  }

  /// A prompt's values are texts, whatever they look like.
  private func arguments() throws(CommandError) -> [String: String] {
    var values: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .usage("\(Untrusted.quoted(word)) must be written name=value")
      }
      values[String(parts[0])] = String(parts[1])
    }
    return values
  }
}
