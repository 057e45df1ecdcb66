import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred resources`: what a server lets be read.
struct ResourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resources",
    abstract: "List a server's resources.",
    discussion: """
      Examples:
        mcpcred resources notes
        mcpcred resources notes --json
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
      try await manager.list(name, account: account, .resources, deadline: deadline)
    }
    guard !global.json else { return session.console.answer(json: found) }
    ResourceText.show(found, .resources, of: server, session.console)
  }
}
