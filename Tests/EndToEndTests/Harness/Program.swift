import Foundation

/// Runs programs to their end.
enum Program {
  /// What every process starts with; nothing of the tester's own environment.
  static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]

  static func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = environment,
    input: RunningProgram.Input = .nothing, within limit: Duration = .seconds(30)
  ) async throws -> Outcome {
    try await RunningProgram(executable, arguments, environment: environment, input: input).end(within: limit)
  }

  /// A program that the test itself needs: by its name, and it must succeed.
  @discardableResult
  static func tool(
    _ name: String, _ arguments: [String], environment: [String: String] = environment, input: String = ""
  ) async throws -> String {
    let outcome = try await run("/usr/bin/env", [name] + arguments, environment: environment, input: .text(input))
    guard outcome.status == 0 else { throw TestFailure("\(name) \(arguments): \(outcome)") }
    return outcome.stdout
  }

  /// Whether programs of these names are installed.
  static func areInstalled(_ names: String...) -> Bool {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    return names.allSatisfy { name in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
  }
}
