import Engine
import FoundationEssentials
import Glibc
import MCP

/// What `mcpcred status` does, whoever has read its words.
struct StatusRun: Equatable {
  var options = SessionOptions()
  /// Nil for all of them.
  var server: String?
  /// Whether the exit code tells of what needs attention.
  var checks = false
  /// Whether the key is opened too, and nothing but that.
  var opensKey = false
  var format = StatusFormat.text

  /// The words after the program's name. Nil for what is the parser's to read.
  static func read(_ words: [String]) -> StatusRun? {
    guard
      let read = OptionReader(
        words, flags: SessionOptions.flags + ["check", "key"], options: SessionOptions.options + ["format"]),
      read.arguments.count <= 2, let options = SessionOptions(read)
    else { return nil }
    var run = StatusRun(options: options, server: read.arguments.dropFirst().first, checks: read.has("check"))
    run.opensKey = read.has("key")
    if let text = read["format"] {
      guard let format = StatusFormat(rawValue: text), format == .text || !options.json else { return nil }
      run.format = format
    }
    return run
  }

  func callAsFunction() throws {
    let session = try Session(options)
    let name = server, account = options.account
    let rows = try session.now { (manager) throws(EngineError) in try manager.status(of: name, account: account) }
    show(rows, session)
    let isLocked = opensKey && !opens(session)
    guard checks else { return }
    if isLocked || rows.contains(where: \.needsPerson) { throw ExitStatus.personNeeded }
    if rows.contains(where: \.condition.isRetrying) { throw ExitStatus.temporary }
  }

  /// Whether the registry's key opens here, or none was made yet; where it does not, why is told.
  private func opens(_ session: Session) -> Bool {
    do {
      _ = try session.now { (manager) throws(EngineError) in try manager.checkKeys() }
      return true
    } catch {
      let report = ErrorReport(error)
      session.console.warning("the key does not open: \(report.message)")
      if let hint = report.hints.first { session.console.hint(hint) }
      return false
    }
  }

  private func show(_ rows: [ServerStatus], _ session: Session) {
    let now = Date(), console = session.console
    if options.json {
      return console.answer(JSONValue.array(rows.map { StatusText($0).json(now: now).value }).text())
    }
    if format == .prometheus {
      return console.answer(PrometheusText(rows, now: now).lines)
    }
    guard !rows.isEmpty else { return session.tellEmpty(account: options.account) }
    let isTerminal = Console.isTerminal(STDOUT_FILENO)
    var table = Table(headings: ["SERVER", "ACCOUNT", "STATE", "DETAILS"], isTerminal: isTerminal)
    let texts = rows.map { StatusText($0) }
    let several = isTerminal ? ServerStatus.withSeveralAccounts(rows) : []
    for text in texts { table.add(text.cells(now: now, several)) }
    let lines = table.lines { row, column, cell in column == 2 ? texts[row].painted(cell) : cell }
    console.answer(lines: lines)
    for line in Set(texts.compactMap(\.quirk) + texts.compactMap(\.trust)).sorted() { console.note("mcpcred: \(line)") }
    for repair in texts.compactMap(\.repair) { console.hint(repair) }
  }
}
