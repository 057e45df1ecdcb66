import ArgumentParser
import Engine
import MCP

/// `mcpcred registration delete`: takes a client back.
struct RegistrationDeleteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a registration at its authorization server, and here.",
    discussion: """
      Refused while a login or an owed revocation needs it, because with the client go its tokens. Where the \
      authorization server offers no deletion (RFC 7592) it is forgotten here only.

      Examples:
        mcpcred registration delete client_cbqLAMfs
        mcpcred registration delete notes --force
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Delete it although logins need it. They are lost.")
  var force = false

  @Argument(help: "A client id, a row id from the list, or a server.")
  var registration: String

  func run() throws {
    let session = try Session(global)
    let name = registration, account = global.account, force = force
    let deleted = try session.run { (manager) async throws(EngineError) in
      try await manager.deleteRegistration(name, account: account, evenInUse: force)
    }
    guard !global.json else {
      return session.console.answer(
        json: JSONObject(
          RegistrationText.identity(deleted.registration).merging([
            "result": .string(deleted.outcome == .deleted ? "deleted" : "not_supported")
          ]) { own, _ in own }))
    }
    let client = Untrusted.plain(deleted.registration.clientID, limit: 60)
    if deleted.outcome == .notSupported {
      session.console.note("mcpcred: \(deleted.registration.issuer) was not asked to delete it; it may live on there")
    }
    session.console.answer("deleted \(client)")
  }
}
