import ArgumentParser
import Engine
import MCP

/// `mcpcred refresher`: keeps every login fresh for as long as it runs.
struct RefresherCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refresher",
    abstract: "Stay, and refresh each login when its time has come.",
    discussion: """
      For whoever would rather run a service than a timer, in a container for example. It does what 'refresh --due' \
      does, waits until the next login is due, and never opens a browser. SIGTERM and Ctrl-C end it once what is under \
      way is stored.

      Examples:
        mcpcred refresher
        mcpcred refresher --json >> refresher.log
      """)

  @OptionGroup var global: GlobalOptions

  func validate() throws { try global.refuseAccount("refresher", "it is about all logins") }

  func run() throws {
    let session = try Session(global, making: true)
    let console = session.console, json = global.json, log = RunLog(session.manager.registry)
    if !json { console.note("mcpcred: keeping the logins fresh; Ctrl-C ends it") }
    try session.run { (manager) async throws(EngineError) in
      await manager.keepFresh { report in
        if json {
          console.answer(json: RefreshText.json(report, manager))
        } else {
          RefreshText.show(report, console, manager)
        }
      } ran: { result in
        switch result {
        case .success(let report):
          let failure = report.failure.map { ErrorReport(.engine($0)) }
          if let failure { console.report(failure) }
          log.note(failure?.status ?? RefreshText.status(report) ?? .done)
        case .failure(let error):
          let report = ErrorReport(.engine(error))
          console.report(report)
          log.note(report.status)
        }
      }
    }
  }
}
