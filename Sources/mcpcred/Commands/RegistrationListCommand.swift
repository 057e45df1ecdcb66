import ArgumentParser
import Engine
import FoundationEssentials
import MCP

/// `mcpcred registration list`: every client, and what needs it. Needs no key.
struct RegistrationListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the registrations, what needs them, and what their authorization servers refuse.",
    discussion: """
      Needs no key. Secrets are never shown.

      Examples:
        mcpcred registration list
        mcpcred registration list --json
      """)

  @OptionGroup var global: GlobalOptions

  func validate() throws { try global.refuseAccount("registration list", "it lists every registration") }

  func run() throws {
    let session = try Session(global)
    let rows = try session.now { (manager) throws(EngineError) in try manager.registrations() }
    let texts = rows.map { RegistrationText($0) }
    guard !global.json else {
      return session.console.answer(JSONValue.array(texts.map(\.json.value)).text())
    }
    guard !texts.isEmpty else { return session.console.note("mcpcred: no registrations yet") }
    var table = Table()
    let now = Date()
    for text in texts { table.add(text.cells(now: now)) }
    session.console.answer(lines: table.lines())
    for quirk in Set(texts.compactMap(\.quirk)).sorted() { session.console.note("mcpcred: \(quirk)") }
  }
}
