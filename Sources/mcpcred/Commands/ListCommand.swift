import ArgumentParser
import Engine
import Glibc
import MCP
import Registry

/// `mcpcred list`: the servers. Needs no key.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the servers and their accounts.",
    discussion: """
      Needs no key, so it works while the keyring is locked.

      Examples:
        mcpcred list
        mcpcred list --json
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = try Session(global)
    let account = global.account
    let rows = try session.now { (manager) throws(EngineError) in try manager.status(account: account) }
    guard !global.json else { return session.console.answer(JSONValue.array(rows.map { Self.json($0).value }).text()) }
    guard !rows.isEmpty else { return session.tellEmpty(account: account) }
    let isTerminal = Console.isTerminal(STDOUT_FILENO)
    var table = Table(headings: ["SERVER", "ACCOUNT", "ISSUER", "URL"], isTerminal: isTerminal)
    let several = isTerminal ? ServerStatus.withSeveralAccounts(rows) : []
    for row in rows {
      table.add([row.server.name, row.markedAccount(several), row.server.issuer ?? "-", row.server.url.raw])
    }
    session.console.answer(lines: table.lines())
  }

  static func json(_ row: ServerStatus) -> JSONObject {
    JSONObject([
      "name": .string(row.server.name), "kind": .string(row.server.kind), "url": .string(row.server.url.raw),
      "account": .string(row.account),
      "issuer": .text(row.server.issuer), "trusted_issuer": .text(row.server.settings.trustedIssuer?.declared),
      "authorization": .string(row.server.authorization.rawValue),
      "bound": row.grant.map { .bool($0.isBound) }, "added_at": .time(row.server.createdAt),
    ])
  }
}
