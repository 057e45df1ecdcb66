import LinuxPlatform

// What is said when a process ends that has no memory left to say it with.
extension ErrorReport {
  /// Nothing has moved for too long.
  private static let stuck = ErrorReport(
    "stuck, and ended: the system has given no thread, no memory or no answer of the disk for too long; what was stored is whole",
    hints: ["ulimit -a"], .temporary, code: "stuck")

  private static let shortage = ErrorReport(
    "out of memory; what was stored is whole", hints: ["ulimit -a"], .temporary, code: "out_of_memory")

  /// No exit code of ours follows it, so that it is no object either.
  private static let fault = "mcpcred: error: a fault in mcpcred itself ended it; what was stored is whole\n"

  /// From the first moment of a process on.
  static func watch(json: Bool, isWorker: Bool = false) {
    Watchdog.start(
      stuck: text(stuck, json), shortage: text(shortage, json), fault: fault,
      code: ExitStatus.temporary.rawValue, isWorker: isWorker)
  }

  /// Somebody waits, and for no longer than this.
  static func limit(to limit: Duration, json: Bool) {
    let late = ErrorReport(
      "no answer within \(limit.components.seconds) seconds; what was begun goes on", hints: ["mcpcred status"],
      .temporary,
      code: "late")
    Watchdog.limit(to: limit, text: text(late, json), code: ExitStatus.temporary.rawValue)
  }

  /// As `Console` writes it, but for colours.
  private static func text(_ report: ErrorReport, _ json: Bool) -> String {
    if json { return report.json.text + "\n" }
    // Not `joined()`: each start of the program comes by here, and that has its types looked up in the whole binary.
    return report.hints.reduce(into: "mcpcred: error: \(report.message)\n") { $0 += "mcpcred: hint: \($1)\n" }
  }
}
