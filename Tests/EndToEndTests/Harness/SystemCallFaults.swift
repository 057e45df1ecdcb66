import Foundation

/// The program under strace(1), which makes system calls fail or kills the process at one.
enum SystemCallFaults {
  private static let strace = "/usr/bin/strace"

  static let isAvailable = Places.exists(strace)

  /// - Parameters:
  ///   - rule: what strace's `inject=` takes.
  ///   - paths: only calls on these files.
  static func start(
    _ home: Workspace, _ arguments: [String], inject rule: String, on paths: [String] = []
  ) throws -> RunningProgram {
    let calls = rule.prefix { $0 != ":" }
    return try RunningProgram(
      strace,
      ["-f", "-qq", "-o", "\(home.scratch.path)/calls", "-e", "trace=\(calls)", "-e", "inject=\(rule)"]
        + paths.flatMap { ["-P", $0] } + [try Places.binary("mcpcred")] + arguments,
      environment: environment(home))
  }

  /// An undisturbed run, each of whose calls is written to a file.
  static func record(_ home: Workspace, _ arguments: [String], to path: String) throws -> RunningProgram {
    try RunningProgram(
      strace, ["-f", "-qq", "-y", "-o", path, try Places.binary("mcpcred")] + arguments, environment: environment(home))
  }

  /// strace counts the calls of each thread by itself. With one thread at a time it counts those of the process.
  private static func environment(_ home: Workspace) -> [String: String] {
    home.environment.merging(["LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1"]) { $1 }
  }

  /// How many of these calls one undisturbed run makes on these files, in the process that makes most.
  static func count(
    _ calls: String, _ home: Workspace, _ arguments: [String], on paths: [String]
  ) async throws -> Int {
    let record = "\(home.scratch.path)/counted"
    let run = try RunningProgram(
      strace,
      ["-f", "-qq", "-o", record, "-e", "trace=\(calls)"] + paths.flatMap { ["-P", $0] }
        + [try Places.binary("mcpcred")] + arguments, environment: environment(home))
    guard try await run.end().status == 0 else { throw TestFailure("the undisturbed run failed: \(run.stderr)") }
    let lines = try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n")
    let byProcess = Dictionary(grouping: lines.filter { $0.contains("(") }) { $0.prefix { $0 != " " } }
    return byProcess.values.map(\.count).max() ?? 0
  }
}
