import LinuxPlatform

/// Programs of the system that are asked or told something.
struct SystemTool {
  /// With times in UTC and messages in English: both are read.
  private let environment: [String: String]

  init(_ environment: [String: String]) {
    self.environment = environment.merging(
      ["LC_ALL": "C", "TZ": "UTC", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""]
    ) { $1 }
  }

  /// Runs it to its end, whatever that is.
  func ask(
    _ name: String, _ arguments: [String], input: [UInt8] = [], seconds: Int = 30
  ) throws(TimerError) -> ProgramOutcome {
    let run = ProgramRun(name, arguments, environment: environment, input: input, seconds: seconds)
    do { return try run.outcome() } catch { throw .program(error) }
  }

  /// Runs it; throws what it said unless it succeeds.
  func order(_ name: String, _ arguments: [String], input: [UInt8] = []) throws(TimerError) {
    let outcome = try ask(name, arguments, input: input)
    guard outcome.status == 0 else {
      throw .refused(command: ([name] + arguments).joined(separator: " "), reason: Self.reason(outcome))
    }
  }

  /// The last thing it said on stderr.
  static func reason(_ outcome: ProgramOutcome) -> String {
    let said = outcome.errorText.split(separator: "\n").last.map { Untrusted.plain(String($0)) }
    return said ?? "exit code \(outcome.status)"
  }
}
