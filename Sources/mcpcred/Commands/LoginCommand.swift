import ArgumentParser
import Engine
import Registry

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
        mcpcred login notes --device
        mcpcred login notes --begin
        mcpcred login notes --finish -
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "Login") var login: LoginArguments
  @OptionGroup(title: "Login") var renewal: ReplacementArguments

  @Option(
    help: ArgumentHelp(
      "Finish what --begin began: the address that the browser ended at, or - to read it from stdin.",
      valueName: "url"))
  var finish: String?

  @Argument(help: "The server's name.")
  var server: String

  func validate() throws {
    if finish != nil, login.saysHowToBegin || renewal.acceptIssuer {
      throw ValidationError(
        "--finish goes on with what --begin was told; only --switch-subject and --account go with it")
    }
    if login.manner.begin, renewal.switchSubject {
      throw ValidationError("--switch-subject goes with --finish: only then it is known who has logged in")
    }
  }

  func run() throws {
    let session = try Session(global, qr: login.manner.qr)
    if let finish { return show(try self.finish(finish, session), session.console) }
    var chosen = try login.options(global)
    renewal.apply(to: &chosen)
    let options = chosen
    let name = server, account = global.account
    guard !login.manner.begin else {
      let begun = try session.run { (manager) async throws(EngineError) in
        try await manager.begin(name, account: account, options)
      }
      return BegunText(begun: begun, session: session).show(json: global.json)
    }
    let grant = try session.run { (manager) async throws(EngineError) in
      try await manager.login(name, account: account, options)
    }
    show(grant, session.console)
  }

  private func finish(_ text: String, _ session: Session) throws(CommandError) -> Grant {
    let answer = text == "-" ? try AnswerInput.line(session.console) : text
    let name = server, account = global.account, switchSubject = renewal.switchSubject
    return try session.run { (manager) async throws(EngineError) in
      try await manager.finish(name, account: account, answer, switchSubject: switchSubject)
    }
  }

  private func show(_ grant: Grant, _ console: Console) {
    guard !global.json else {
      return console.answer(
        json: JSONObject([
          "name": .string(server), "account": .string(grant.account), "issuer": .string(grant.issuer),
          "client_id": .string(grant.clientID), "scope": .text(grant.grantedScope?.description),
          "subject": .text(grant.subject), "expires_at": .time(grant.times.expiresAt),
        ]))
    }
    let who = grant.account == "default" ? "" : " as \(Untrusted.plain(grant.account))"
    console.answer("logged in to \(server)\(who)")
  }
}
