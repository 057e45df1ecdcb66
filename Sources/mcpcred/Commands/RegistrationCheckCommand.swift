import ArgumentParser
import Engine
import MCP

/// `mcpcred registration check`: asks the authorization servers whether they know their clients.
struct RegistrationCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Ask the authorization servers whether they still know their clients.",
    discussion: """
      Asks where the authorization server lets registrations be read (RFC 7592). One that is gone is taken out of use; \
      the next login registers another.

      Examples:
        mcpcred registration check
        mcpcred registration check notes
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "A client id, a row id from the list, or a server; every active registration otherwise.")
  var registration: String?

  func validate() throws {
    if registration == nil { try global.refuseAccount("registration check", "it asks about every registration") }
  }

  func run() throws {
    let session = try Session(global)
    let name = registration, account = global.account
    let checks = try session.run { (manager) async throws(EngineError) in
      try await manager.checkRegistrations(name, account: account)
    }
    if global.json {
      let answers = checks.map { check in
        JSONObject(
          RegistrationText.identity(check.status.registration).merging([
            "result": .string(Self.word(check.check)),
            "logins": .array(
              check.status.use.grants.map {
                JSONObject(["name": .string($0.server), "account": .string($0.account)]).value
              }),
          ]) { own, _ in own }
        ).value
      }
      session.console.answer(JSONValue.array(answers).text())
    } else {
      show(checks, session)
    }
    let words = checks.map { Self.word($0.check) }
    if words.contains("gone") || words.contains("refused") { throw ExitStatus.rejected }
    if words.contains("unanswered") { throw ExitStatus.temporary }
  }

  private func show(_ checks: [(status: RegistrationStatus, check: RegistrationCheck)], _ session: Session) {
    guard !checks.isEmpty else { return session.console.note("mcpcred: no registrations yet") }
    var table = Table()
    for check in checks {
      let registration = check.status.registration
      table.add([
        Untrusted.plain(registration.clientID, limit: 60), Self.detail(check.check), registration.issuer,
      ])
    }
    session.console.answer(lines: table.lines())
    for case (let status, .gone) in checks {
      for login in status.use.grants {
        session.console.hint(session.manager.loginHint(login.account, of: login.server))
      }
    }
  }

  private static func word(_ check: RegistrationCheck) -> String {
    switch check {
    case .alive: "alive"
    case .gone: "gone"
    case .refused: "refused"
    case .unanswered: "unanswered"
    case .unmanaged: "not_manageable"
    }
  }

  private static func detail(_ check: RegistrationCheck) -> String {
    switch check {
    case .alive: "alive"
    case .gone: "gone: the authorization server does not know it"
    case .refused: "refused: the authorization server does not tell"
    case .unanswered(let error): "no answer: \(ErrorReport(.engine(error)).message)"
    case .unmanaged: "cannot be asked about"
    }
  }
}
