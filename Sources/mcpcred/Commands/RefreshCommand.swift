import ArgumentParser
import Engine
import FoundationEssentials
import MCP
import Registry

/// `mcpcred refresh`: one server, all of them, or what the schedule asks for.
struct RefreshCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refresh",
    abstract: "Refresh a login now, all of them, or those that are due.",
    discussion: """
      --due is for a timer: it does what the schedule asks for, retries revocations that are still owed, and never \
      opens a browser. Its exit code is 11 where a person is needed, 7 where something is retried later, else 0.

      Examples:
        mcpcred refresh notes
        mcpcred refresh --all
        mcpcred refresh --due
        mcpcred refresh --due --dry-run
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Every login.")
  var all = false

  @Flag(help: "The logins whose time has come.")
  var due = false

  @Flag(help: "With --due: only say what would be done.")
  var dryRun = false

  @Argument(help: "The server's name.")
  var server: String?

  func validate() throws {
    guard [all, due, server != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("refresh takes a server's name, --all or --due")
    }
    if server == nil, global.account != nil { throw ValidationError("--account goes with a server's name") }
    if dryRun, !due { throw ValidationError("--dry-run goes with --due") }
  }

  func run() throws {
    let session = try Session(global, making: due && !dryRun)
    if let server { return try refresh(server, session) }
    if dryRun { return try showPlan(session) }
    guard due else { return try refreshSeveral(session) }
    try session.noteRun { try refreshSeveral(session) }
  }

  private func refreshSeveral(_ session: Session) throws {
    let isDue = due, console = session.console, json = global.json
    let progress = RefreshProgress(console: console, isShown: !json && !isDue)
    let report = try session.run { (manager) async throws(EngineError) in
      let show: @Sendable (LoginReport) -> Void = { report in
        progress.clear()
        if !json { RefreshText.show(report, console, manager) }
        progress.count()
      }
      if isDue { return try await manager.refreshDue(show) }
      progress.begin(try manager.status().count { $0.grant?.hasRefreshToken == true })
      return ScheduleReport(logins: try await manager.refreshAll(show), owedRevocations: 0)
    }
    progress.clear()
    if json {
      console.answer(JSONValue.array(report.logins.map { RefreshText.json($0, session.manager).value }).text())
    }
    if !json, !isDue, report.logins.isEmpty { console.note("mcpcred: no login can be refreshed") }
    if report.owedRevocations > 0 {
      console.warning("\(report.owedRevocations) tokens are still to be revoked; it is tried again")
    }
    if let failure = report.failure { throw CommandError.engine(failure) }
    if let status = RefreshText.status(report) { throw status }
  }

  private func refresh(_ server: String, _ session: Session) throws {
    let account = global.account
    let grant = try session.run { (manager) async throws(EngineError) in
      try await manager.refresh(server, account: account)
    }
    let report = LoginReport(server: server, account: grant.account, result: .success(grant))
    guard !global.json else { return session.console.answer(json: RefreshText.json(report, session.manager)) }
    RefreshText.show(report, session.console, session.manager)
  }

  private func showPlan(_ session: Session) throws {
    let grants = try session.now { (manager) throws(EngineError) in try manager.plan() }
    let rows = grants.map { grant in
      JSONObject([
        "name": .string(grant.serverName), "account": .string(grant.account), "due_at": .time(grant.times.dueAt),
        "expires_at": .time(grant.times.expiresAt),
      ])
    }
    guard !global.json else { return session.console.answer(JSONValue.array(rows.map(\.value)).text()) }
    for grant in grants { session.console.answer("\(grant.serverName)  \(Untrusted.plain(grant.account))") }
    if grants.isEmpty { session.console.note("mcpcred: nothing is due") }
  }
}
