import ArgumentParser
import Engine
import Glibc
import MCP

/// `mcpcred ping`: whether a server answers.
struct PingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping",
    abstract: "Ask a server for a sign of life.",
    discussion: """
      With the login that is kept for it: an answer means that the server, its login and the way to it are good.

      Examples:
        mcpcred ping notes
        mcpcred ping notes --timeout 5s && echo there
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
    let pong = try session.run { (manager) async throws(EngineError) in
      try await manager.ping(name, account: account, deadline: deadline)
    }
    let milliseconds = Int64(pong.duration / .milliseconds(1)), version = pong.version?.rawValue
    guard !global.json else {
      return session.console.answer(
        json: JSONObject([
          "server": .string(server), "milliseconds": .integer(milliseconds), "protocol_version": .text(version),
        ]))
    }
    session.console.answer("\(server) answers in \(milliseconds) ms, protocol \(version ?? "unknown")")
  }
}
