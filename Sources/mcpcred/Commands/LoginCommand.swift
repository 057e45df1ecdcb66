import ArgumentParser
import Engine

/// `mcpcred login`: logs in to a server again.
struct LoginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Log in to a server that is in the registry.",
    discussion: """
      The login it replaces stays until the new one is stored.

      Examples:
        mcpcred login notes
        mcpcred login notes --account work
        mcpcred login notes --scope 'notes:read notes:write'
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "Login") var login: LoginArguments
  @OptionGroup(title: "Login") var renewal: RenewalArguments

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let session = try Session(global)
    var chosen = try login.options(global)
    renewal.apply(to: &chosen)
    let options = chosen
    let name = server, account = global.account
    let grant = try session.run { (manager) async throws(EngineError) in
      try await manager.login(name, account: account, options)
    }
    guard !global.json else {
      return session.console.answer(
        json: JSONObject([
          "name": .string(name), "account": .string(grant.account), "issuer": .string(grant.issuer),
          "client_id": .string(grant.clientID), "scope": .text(grant.grantedScope?.description),
          "subject": .text(grant.subject), "expires_at": .time(grant.expiresAt),
        ]))
    }
    session.console.answer("logged in to \(name)" + (grant.account == "default" ? "" : " as \(grant.account)"))
  }
}
