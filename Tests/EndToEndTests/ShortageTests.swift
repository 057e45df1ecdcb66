import Foundation
import Testing

extension EndToEnd {
  /// A system that has no descriptors, no memory or no threads to give. The server is strict: a token that is sent twice ends
  /// the login.
  @Suite("Shortages", .enabled(if: Program.areInstalled("prlimit", "setpriv"), "needs prlimit and setpriv"))
  struct ShortageTests {
    @Test("with few descriptors a refresh ends in its time, says why, and costs no login")
    func descriptors() async throws {
      try await starve { (3...24).map { ["--nofile=\($0)"] } }
    }

    /// Each with a time limit of its own: one that hangs is ended by the watchdog, a minute later.
    @Test(
      "with little memory a refresh ends in its time, says why, and costs no login",
      arguments: Array(stride(from: 40, through: 400, by: 40)))
    func memory(megabytes: Int) async throws {
      try await starve { [["--as=\(megabytes << 20)"]] }
    }

    @Test(
      "without threads a refresh ends in its time, says why, and costs no login",
      .enabled(if: getuid() == 0, "needs another user's limit"), arguments: [1, 2, 3, 5])
    func threads(most: Int) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      // A user that nobody else is: the limit counts a user's threads.
      let user = "\(61_000 + Int(getpid()) % 2000 + most)"
      try await Program.tool("chown", ["-R", user, home.home])
      let wrapped = ["--reuid=\(user)", "--clear-groups", "/usr/bin/prlimit", "--nproc=\(most)"]
      try await expectEnd(home, "/usr/bin/setpriv", wrapped)
      try await Program.tool("chown", ["-R", "0", home.home])
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
    }

    private func starve(_ limits: () -> [[String]]) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for limit in limits() {
        try await expectEnd(home, "/usr/bin/prlimit", limit)
        try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      }
    }

    /// Either it is done, or what hinders it is said.
    private func expectEnd(_ home: Workspace, _ wrapper: String, _ arguments: [String]) async throws {
      let run = try RunningProgram(
        wrapper, arguments + [try Places.binary("mcpcred"), "refresh", "demo"], environment: home.environment)
      let outcome = try await run.end(within: .seconds(150))
      #expect(outcome.status == 0 || !outcome.stderr.isEmpty, "\(arguments): \(outcome)")
      if let limit = arguments.first, limit.hasPrefix("--nofile") {
        // Below that it is the loader that finds none.
        #expect((0...13).contains(outcome.status) || limit == "--nofile=3", "\(arguments): \(outcome)")
      }
      // What is needed was there, or was missed before anything depended on it.
      #expect(try await home.sql("SELECT count(*) FROM refresh_intent") == "0", "\(arguments): \(outcome)")
    }
  }
}
