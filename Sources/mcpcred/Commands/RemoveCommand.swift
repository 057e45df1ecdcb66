import ArgumentParser
import Engine

/// `mcpcred remove`: revokes a server's logins and forgets the server.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Revoke a server's logins and remove it from the registry.",
    discussion: """
      With --offline nothing is revoked: the tokens are forgotten here and stay good at the server until they expire.

      Examples:
        mcpcred remove notes
        mcpcred remove notes --offline
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Do not revoke: tokens may stay good at the server.")
  var offline = false

  @Argument(help: "The server's name.")
  var server: String

  func validate() throws {
    guard global.account == nil else {
      throw ValidationError("remove takes a server with all its accounts; 'mcpcred revoke' takes one account's login")
    }
  }

  func run() throws {
    let session = try Session(global)
    let name = server, offline = offline
    let tokens = try session.run { (manager) async throws(EngineError) in
      try await manager.remove(name, offline: offline)
    }
    if offline, !tokens.isEmpty { session.console.warning("tokens of \(name) were not revoked") }
    try RevocationText.finish(
      name, "removed \(name)", stillOut: "removed \(name)", tokens, session.console)
  }
}
