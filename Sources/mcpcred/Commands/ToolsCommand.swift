import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred tools`: what a server can do.
struct ToolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tools",
    abstract: "List a server's tools and their parameters.",
    discussion: """
      Parameters with a question mark may be left out.

      Examples:
        mcpcred tools notes
        mcpcred tools notes --json
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
    let catalog = try session.run { (manager) async throws(EngineError) in
      try await manager.tools(name, account: account, deadline: deadline)
    }
    guard !global.json else { return session.console.answer(json: catalog.result) }
    for tool in catalog.tools {
      let signature = ToolSignature(tool)
      session.console.answer(Style.bold(signature.name, on: STDOUT_FILENO) + signature.parameters)
      for line in signature.description { session.console.answer("    " + Style.faint(line, on: STDOUT_FILENO)) }
    }
  }
}
