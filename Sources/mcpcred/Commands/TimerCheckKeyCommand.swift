import ArgumentParser
import Engine
import MCP

/// `mcpcred timer check-key`: opens the registry's key, and makes none. The other commands run it where the timer runs.
struct TimerCheckKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-key", abstract: "Tell whether the registry's key opens here.", shouldDisplay: false)

  @OptionGroup var global: GlobalOptions

  func validate() throws { try global.refuseAccount("timer check-key", "a registry has one key for all accounts") }

  func run() throws {
    let session = try Session(global)
    let opens = try session.now { (manager) throws(EngineError) in try manager.checkKeys() }
    guard !global.json else {
      return session.console.answer(json: JSONObject(["key": .string(opens ? "open" : "none")]))
    }
    session.console.answer(opens ? "the key opens" : "no key was made yet")
  }
}
