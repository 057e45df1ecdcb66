import ArgumentParser
import Engine
import HTTP
import Registry

/// `mcpcred add`: adds a server and logs in to it.
struct AddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a server and log in to it with your browser.",
    discussion: """
      Without NAME the server is called after its host: mcp.example.com becomes 'example'. The client registration is \
      stored at once and used for every server of the same issuer.

      Examples:
        mcpcred add https://mcp.example.com/mcp
        mcpcred add notes https://mcp.example.com/mcp
        mcpcred add notes https://mcp.example.com/mcp --no-browser
        mcpcred add notes https://mcp.example.com/mcp --device
        mcpcred add corp https://login.example.com --as-identity-provider
        mcpcred add https://example.com/mcp --client-id me --client-secret-file secret
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup(title: "Login") var login: LoginArguments

  @Flag(help: "Only add the server; log in later.")
  var noLogin = false

  @Flag(help: "What is added is your company's identity provider, by its issuer's URL.")
  var asIdentityProvider = false

  @Argument(help: ArgumentHelp("[NAME] URL", valueName: "name-or-url"))
  var words: [String]

  func validate() throws {
    if noLogin, login.saysHowToLogIn {
      throw ValidationError(
        "--no-login takes no options of a login but --dpop, --legacy-auth and --allow-missing-pkce, which are kept")
    }
    if asIdentityProvider, let grant = login.manner.grant, !grant.flow.needsPerson {
      throw ValidationError("--as-identity-provider is for a person's login, and --grant \(grant.rawValue) is none")
    }
  }

  func run() throws {
    guard (1...2).contains(words.count) else { throw CommandError.usage("add takes a URL, or a name and a URL") }
    let text = words[words.count - 1]
    guard let url = WebURL(text) else { throw CommandError.adding(.badURL(text), words: words) }
    let session = try Session(global, qr: login.manner.qr, making: true)
    var chosen = try login.options(global)
    chosen.isIdentityProvider = asIdentityProvider
    let options = chosen
    let name = words.count == 2 ? words[0] : nil
    let account = global.account, wantsLogin = !noLogin
    let begins = login.manner.begin
    do throws(CommandError) {
      if begins {
        let begun = try session.run { (manager) async throws(EngineError) in
          try await manager.beginAdding(url, name: name, account: account, options)
        }
        switch begun {
        case .added(let added): return show(added, session.console)
        case .begun(let begun): return BegunText(begun: begun, session: session).show(json: global.json)
        }
      }
      let added = try session.run { (manager) async throws(EngineError) in
        try await manager.add(url, name: name, account: account, login: wantsLogin, options)
      }
      show(added, session.console)
    } catch {
      guard case .engine(let error) = error else { throw error }
      throw CommandError.adding(error, words: words, beside: login.identityProvider)
    }
  }

  private func show(_ added: AddedServer, _ console: Console) {
    guard !global.json else { return console.answer(json: Self.json(added)) }
    console.answer("added \(added.server.name)")
    switch added.server.authorization {
    case .none: console.note("mcpcred: \(added.server.name) asks for no login")
    case .undiscovered: console.hint("mcpcred login \(added.server.name)")
    case .oauth where added.server.settings.isIdentityProvider == true:
      console.hint("mcpcred add URL --grant enterprise --identity-provider \(added.server.name)")
    case .oauth: console.hint("mcpcred tools \(added.server.name)")
    }
  }

  static func json(_ added: AddedServer) -> JSONObject {
    JSONObject([
      "name": .string(added.server.name), "url": .string(added.server.url.raw), "issuer": .text(added.server.issuer),
      "client_id": .text(added.grant?.clientID), "registration": .text(added.registration?.rawValue),
      "scope": .text(added.grant?.grantedScope?.description), "expires_at": .time(added.grant?.times.expiresAt),
    ])
  }
}
