import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred read`: a resource, as it is.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read a resource of a server.",
    discussion: """
      Text and bytes go to stdout as they are; a terminal is shown text only. Several parts follow each other.

      Examples:
        mcpcred read notes note://one
        mcpcred read notes file:///logo.png --save logo.png
        mcpcred read notes note://one --json
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long each exchange may take.", valueName: "duration"))
  var timeout = DurationArgument(seconds: 30)

  @Argument(help: "The server's name.")
  var server: String

  @Argument(help: "The resource's URI.")
  var uri: String

  @Option(help: ArgumentHelp("A new file for it, in place of stdout.", valueName: "path"))
  var save: String?

  func validate() throws { try DurationArgument.refuseZero(timeout, "--timeout") }

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account, deadline = timeout.duration
    let uri = uri
    let result = try session.run { (manager) async throws(EngineError) in
      try await manager.read(name, account: account, uri: uri, deadline: deadline)
    }
    guard !global.json || save != nil else { return session.console.answer(json: result) }
    try ResourceText.write(result, of: server, to: save, session.console)
  }
}
