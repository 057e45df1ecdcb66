import ArgumentParser
import Engine

/// `mcpcred revoke`: takes a login back.
struct RevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a login at its authorization server, then forget its tokens.",
    discussion: """
      The refresh token goes first. Where the server cannot be reached the revocation is queued, the tokens are \
      forgotten here all the same, and the exit code is 7; 'mcpcred refresh --due' delivers it.

      Examples:
        mcpcred revoke notes
        mcpcred revoke notes --account work
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account
    let tokens = try session.run { (manager) async throws(EngineError) in
      try await manager.revoke(name, account: account)
    }
    try RevocationText.finish(
      name, "revoked \(name)", stillOut: "forgot the tokens of \(name) here", tokens, session.console)
  }
}
