import ArgumentParser
import Engine
import MCP
import Registry

/// `mcpcred account`: a server's accounts, and which of them is meant where none is named. Needs no key.
struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Show a server's accounts, or choose its default.",
    discussion: """
      The default is the account that every command means without --account. It is the one the server was added with \
      until another one is chosen.

      Examples:
        mcpcred login notes --account work
        mcpcred account notes
        mcpcred account notes work
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The server's name.")
  var server: String

  @Argument(help: "The account to make the default.")
  var name: String?

  func validate() throws {
    guard global.account == nil else { throw ValidationError("account takes the account's name without --account") }
  }

  func run() throws {
    let session = try Session(global)
    let (rows, preferred) = try session.now { (manager) throws(EngineError) in
      if let name { try manager.setDefaultAccount(name, of: server) }
      let rows = try manager.status(of: server)
      return (rows.filter { $0.grant != nil }, rows.first?.server.defaultAccount)
    }
    guard !global.json else {
      return session.console.answer(
        json: JSONObject([
          "name": .string(server), "default_account": .text(preferred),
          "accounts": .array(rows.map { Self.json($0, preferred).value }),
        ]))
    }
    if let name { return session.console.answer("\(server) is \(Untrusted.plain(name, limit: 64)) from now on") }
    if rows.isEmpty { return session.console.hint("mcpcred login \(server)") }
    var table = Table()
    for row in rows {
      let mark = row.account == preferred ? "*" : " "
      let subject = row.grant?.subject.map { Untrusted.plain($0, limit: 120) } ?? "-"
      table.add(["\(mark) \(Untrusted.plain(row.account, limit: 64))", StatusText(row).word, subject])
    }
    session.console.answer(lines: table.lines())
  }

  private static func json(_ row: ServerStatus, _ preferred: String?) -> JSONObject {
    JSONObject([
      "account": .string(row.account), "default": .bool(row.account == preferred),
      "subject": .text(row.grant?.subject), "state": .string(StatusText(row).word),
    ])
  }
}
