import Foundation
import Testing

extension EndToEnd {
  /// SIGKILL at system calls, for any build: the release binary has no points to stop at.
  @Suite("Kills", .enabled(if: SystemCallFaults.isAvailable, "needs strace"))
  struct KillTests {
    @Test(
      "a refresh that is killed at a system call loses no login where the server allows a grace",
      arguments: ["flock:1", "fallocate:1", "connect:1", "fdatasync:1", "fdatasync:2", "unlink:1"])
    func kill(_ place: String) async throws {
      let server = try await RunningDemoServer(behaviours: ["rotation_grace"])
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let parts = place.split(separator: ":").map(String.init)
      // Each process counts its own calls: the caller or the worker dies, whichever makes this one.
      let run = try SystemCallFaults.start(
        home, ["refresh", "demo"], inject: "\(parts[0]):signal=KILL:when=\(parts[1])")
      let outcome = try await run.end()
      #expect(outcome.status != 0, "\(outcome)")
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }
  }
}
