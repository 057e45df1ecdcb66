import ArgumentParser
import Engine
import OAuth
import Registry

/// `mcpcred whoami`: whose login it is.
struct WhoAmICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Say whose login it is.",
    discussion: """
      By the ID token that came with the login, else by what the authorization server says now, else by what the \
      registry remembers. Many servers tell only where the login asked for the scope 'openid'.

      Examples:
        mcpcred whoami notes
        mcpcred whoami notes --account work --json
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The server's name.")
  var server: String

  func run() throws {
    let session = try Session(global)
    let name = server, account = global.account
    let identity = try session.run { (manager) async throws(EngineError) in
      try await manager.whoAmI(name, account: account)
    }
    guard !global.json else { return session.console.answer(json: Self.json(identity)) }
    session.console.answer(Self.text(identity))
    guard identity.source == nil, identity.wantsOpenID else { return }
    let held = identity.grant.grantedScope ?? identity.grant.requestedScope
    let wanted = ((held?.tokens ?? []) + ["openid"]).joined(separator: " ")
    let who = global.account.map { " --account \(Shell.quoted($0))" } ?? ""
    session.console.hint("mcpcred login \(name)\(who) --scope \(Shell.quoted(wanted))")
  }

  /// A name, in what else it is known by, and where: `ada <ada@example.com> at https://as.example`.
  static func text(_ identity: LoginOwner) -> String {
    let person = identity.person
    let email = person.email.map { "<\(Untrusted.plain($0, limit: 120))>" }
    let names = [person.username ?? person.name ?? (email == nil ? person.subject : nil)].compactMap(\.self)
    let known = names.map { Untrusted.plain($0, limit: 120) } + [email].compactMap(\.self)
    let who = known.isEmpty ? "somebody" : known.joined(separator: " ")
    return "\(who) at \(Untrusted.plain(identity.grant.issuer))"
  }

  static func json(_ identity: LoginOwner) -> JSONObject {
    let person = identity.person
    return JSONObject([
      "name": .string(identity.grant.serverName), "account": .string(identity.grant.account),
      "issuer": .string(identity.grant.issuer), "subject": .text(person.subject), "username": .text(person.username),
      "email": .text(person.email), "display_name": .text(person.name), "source": .text(identity.source?.rawValue),
      "scope": .text(identity.grant.grantedScope?.description),
    ])
  }
}
