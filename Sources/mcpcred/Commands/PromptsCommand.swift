import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred prompts`: what a server has to say to a model.
struct PromptsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompts",
    abstract: "List a server's prompts and their parameters.",
    discussion: """
      Parameters with a question mark may be left out.

      Examples:
        mcpcred prompts notes
        mcpcred prompts notes --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long each exchange may take.", valueName: "duration"))
  var timeout = DurationArgument(seconds: 30)

  @Argument(help: "The server's name.")
  var server: String

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account, deadline = timeout.duration
    let found = try session.run { (manager) async throws(EngineError) in
      try await manager.list(name, account: account, .prompts, deadline: deadline)
    }
    guard !global.json else { return session.console.answer(json: found) }
    PromptText.show(found, of: server, session.console)
  }
}
