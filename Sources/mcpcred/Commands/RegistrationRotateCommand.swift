import ArgumentParser
import Engine
import MCP

/// `mcpcred registration rotate`: another secret, or another client.
struct RegistrationRotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Exchange a client's secret, or register another client in its place.",
    discussion: """
      Where the authorization server gives a new secret (RFC 7592), every login goes on with it. Else another client is \
      registered, which the next logins use.

      Examples:
        mcpcred registration rotate notes
        mcpcred registration rotate client_cbqLAMfs
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "A client id, a row id from the list, or a server.")
  var registration: String

  func run() throws {
    let session = try Session(global)
    let name = registration, account = global.account
    let rotated = try session.run { (manager) async throws(EngineError) in
      try await manager.rotateRegistration(name, account: account)
    }
    guard !global.json else {
      return session.console.answer(
        json: JSONObject(
          RegistrationText.identity(rotated.registration).merging([
            "result": .string(rotated.isNew ? "new_client" : "new_secret")
          ]) { own, _ in own }))
    }
    let client = Untrusted.plain(rotated.registration.clientID, limit: 60)
    session.console.answer(rotated.isNew ? "registered \(client)" : "\(client) has a new secret")
    for login in rotated.left {
      session.console.hint(session.manager.loginHint(login.account, of: login.server))
    }
  }
}
