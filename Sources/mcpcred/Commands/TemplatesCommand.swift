import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred templates`: patterns of what a server lets be read.
struct TemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates",
    abstract: "List a server's resource templates.",
    discussion: """
      A template is a URI with names in braces; with values in their place it can be read.

      Examples:
        mcpcred templates notes
        mcpcred read notes note://by/ada
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
      try await manager.list(name, account: account, .templates, deadline: deadline)
    }
    guard !global.json else { return session.console.answer(json: found) }
    ResourceText.show(found, .templates, of: server, session.console)
  }
}
