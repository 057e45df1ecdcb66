import Foundation

/// A home of its own for one test, and an environment built from nothing.
final class Workspace: Sendable {
  /// Around the home: what the test itself keeps is not the program's.
  let scratch: TemporaryFolder
  let home: String
  let environment: [String: String]

  init(browser: Browser = .follows, with extra: [String: String] = [:]) throws {
    scratch = try TemporaryFolder()
    home = try scratch.folder("home")
    var environment = Program.environment
    environment["HOME"] = home
    // Never the tester's own keyring, which is found by other ways too.
    environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
    environment["BROWSER"] = try browser.script(in: scratch)
    self.environment = environment.merging(extra) { $1 }
  }

  /// With the key in a file, made by `init`.
  static func ready(browser: Browser = .follows) async throws -> Workspace {
    let workspace = try Workspace(browser: browser)
    let outcome = try await workspace.mcpcred("init", "--key-provider", "file")
    guard outcome.status == 0 else { throw TestFailure("\(outcome)") }
    return workspace
  }

  var registry: String { "\(home)/.local/share/mcpcred/registry.sqlite" }
  var keyFile: String { "\(registry).d/key" }

  /// The URLs that the browser was asked to open.
  var visited: [String] { scratch.read("visited").split(separator: "\n").map { String($0) } }

  /// Runs `mcpcred` to its end.
  func mcpcred(
    _ arguments: String..., input: RunningProgram.Input = .nothing, with extra: [String: String] = [:],
    within limit: Duration = .seconds(30)
  ) async throws -> Outcome {
    try await start(arguments, input: input, with: extra).end(within: limit)
  }

  func run(_ arguments: [String]) async throws -> Outcome { try await start(arguments).end() }

  func start(
    _ arguments: [String], input: RunningProgram.Input = .nothing, with extra: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(
      try Places.binary("mcpcred"), arguments, environment: environment.merging(extra) { $1 }, input: input)
  }

  /// Runs SQL in the registry, or in another one, behind the program's back, and gives the first column of the first row.
  @discardableResult
  func sql(_ statement: String, in path: String? = nil) async throws -> String {
    let script = """
      import sqlite3, sys
      connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
      row = connection.execute(sys.argv[2]).fetchone()
      print(row[0] if row else "", end="")
      """
    return try await Program.tool("python3", ["-c", script, path ?? registry, statement])
  }

  /// Makes the logins older, as if so many seconds had gone by since.
  func age(by seconds: Int) async throws {
    try await sql(
      "UPDATE grant SET obtained_at = obtained_at - \(seconds), expires_at = expires_at - \(seconds), "
        + "boot_time = boot_time - \(seconds)")
  }

  /// Every file under the home, with its bytes.
  func files() throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: home) {
      found["\(home)/\(name)"] = FileManager.default.contents(atPath: "\(home)/\(name)")
    }
    return found
  }
}
