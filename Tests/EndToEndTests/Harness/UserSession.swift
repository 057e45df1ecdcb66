import Foundation
import Testing

/// A user's session of its own: a real `systemd --user` and a real cron, which the machine's own never see.
final class UserSession: Sendable {
  private let program: RunningProgram
  /// The first process in there, as it is numbered out here.
  private let process: String
  private let home: Workspace

  /// For a test that needs one.
  static let isPossible: ConditionTrait = .enabled(
    "needs root, namespaces (unshare), systemd, dbus and cron: run scripts/setup test as root"
  ) {
    try await canRun()
  }

  /// Whether this machine can have one.
  private static func canRun() async throws -> Bool {
    let isRoot = geteuid() == 0
    let hasPrograms =
      Program.areInstalled("setpriv", "nsenter", "systemctl", "systemd-run", "dbus-daemon", "crontab", "pgrep")
      && Places.exists("/lib/systemd/systemd") && Places.exists("/usr/sbin/cron")
    guard isRoot, hasPrograms else { return false }
    let words = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "mount", "-t", "tmpfs", "tmpfs", "/run"]
    return try await Program.run("/usr/bin/env", ["unshare"] + words).status == 0
  }

  /// Starts one with this home, for the programs it starts as well.
  init(_ home: Workspace) async throws {
    program = try RunningProgram(
      "\(Places.counterpartScripts)/user-session", [home.home], environment: Program.environment, input: .open)
    process = try await program.firstLine()
    self.home = home
  }

  /// Runs a line in there, with the shell of a person who has neither a runtime folder nor a bus in the environment.
  @discardableResult
  func run(_ line: String) async throws -> Outcome {
    let folder = try Places.binary("mcpcred").split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder):\(Program.environment["PATH"] ?? "")"
    return try await Program.run(
      "/usr/bin/env", ["nsenter", "--target", process, "--mount", "--pid", "--", "/bin/sh", "-c", line],
      environment: ["PATH": path, "HOME": home.home, "LANG": "C.UTF-8"])
  }

  /// The same for a line that must succeed; what it says on stdout.
  @discardableResult
  func must(_ line: String) async throws -> String {
    let outcome = try await run(line)
    guard outcome.status == 0 else { throw TestFailure("\(line): \(outcome)") }
    return outcome.stdout
  }

  /// Orders the service manager about.
  @discardableResult
  func systemctl(_ words: String) async throws -> String {
    try await must("XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user \(words)")
  }

  /// Ends it, and all that runs in it.
  func end() async throws {
    program.closeInput()
    _ = try await program.end()
  }
}
