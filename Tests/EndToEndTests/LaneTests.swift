import Foundation
import Testing

extension EndToEnd {
  /// Several logins of one authorization server, refreshed by one worker.
  @Suite("Lanes") struct LaneTests {
    private static let accounts = ["default", "a", "b", "c"]

    private static func ready(_ server: RunningDemoServer) async throws -> Workspace {
      let home = try await Workspace.ready()
      #expect(try await home.mcpcred("add", "demo", server.mcp).status == 0)
      for account in accounts.dropFirst() {
        #expect(try await home.mcpcred("login", "demo", "--account", account).status == 0)
      }
      try await server.clearRequests()
      return home
    }

    @Test(
      "they share one process, and each has its own commit", .enabled(if: SystemCallFaults.isAvailable, "needs strace"))
    func shared() async throws {
      let server = try await RunningDemoServer()
      let home = try await Self.ready(server)
      let record = "\(home.scratch.path)/programs"
      let run = try RunningProgram(
        "/usr/bin/strace",
        ["-f", "-qq", "-e", "trace=execve", "-o", record, try Places.binary("mcpcred"), "refresh", "--all"],
        environment: home.environment)
      let outcome = try await run.end()
      #expect(outcome.status == 0, "\(outcome)")
      let programs = try String(contentsOfFile: record, encoding: .utf8).matches(of: /execve\(/).count
      #expect(programs == 2)
      #expect(try await server.refreshes() == Self.accounts.count)
      #expect(try await home.sql("SELECT group_concat(DISTINCT generation) FROM grant") == "2")
      #expect(try await home.sql("SELECT count(*) FROM event WHERE kind = 'refreshed'") == "\(Self.accounts.count)")
      #expect(try await home.sql("SELECT count(*) FROM refresh_intent") == "0")
    }

    @Test("a worker that is killed behind its first orders costs no login that it is not at")
    func killedLater() async throws {
      let server = try await RunningDemoServer(behaviours: ["rotation_grace"])
      let home = try await Self.ready(server)
      try await server.plan("slow", at: "refresh", times: 1, more: #", "seconds": 20, "after": 2"#)
      let run = try home.start(["refresh", "--all"])
      _ = try await eventually("the third refresh") { try await server.refreshes() >= 3 ? true : nil }
      let workers = try Self.workers(of: home)
      #expect(workers.count == 1)
      for worker in workers { kill(worker, SIGKILL) }
      let outcome = try await run.end()
      #expect(outcome.status == 7 && outcome.errors.count == 1, "\(outcome)")
      // Two before it by the one that was killed, one after it by another.
      #expect(try await home.sql("SELECT count(*) FROM grant WHERE generation = 2") == "3")
      #expect(try await home.sql("SELECT count(*) FROM refresh_intent") == "1")
      #expect(try await home.mcpcred("refresh", "--all").status == 0)
      #expect(try await home.sql("SELECT count(*) FROM grant WHERE state = 'active'") == "\(Self.accounts.count)")
    }

    /// By what they are called, and whose home they have.
    private static func workers(of home: Workspace) throws -> [pid_t] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
        let name = (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) ?? ""
        let variables = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
        return name == "mcpcred worker\n" && String(decoding: variables, as: UTF8.self).contains(home.home)
      }
    }

    @Test(
      "a worker that is killed takes the order in its hand with it, and the next order has another one",
      .enabled(if: ProcessInfo.processInfo.environment["MCPCRED_TEST_BINARIES"] == nil, "debug build only"))
    func killed() async throws {
      let server = try await RunningDemoServer(behaviours: ["rotation_grace"])
      let home = try await Self.ready(server)
      // Each worker is killed with the answer of its first order in hand.
      let outcome = try await home.mcpcred("refresh", "--all", with: ["MCPCRED_STOP_AT": "answered"])
      #expect(outcome.status == 7, "\(outcome)")
      #expect(try await server.refreshes() == Self.accounts.count)
      #expect(try await home.sql("SELECT count(*) FROM refresh_intent") == "\(Self.accounts.count)")
      #expect(try await home.mcpcred("refresh", "--all").status == 0)
      #expect(try await home.sql("SELECT group_concat(DISTINCT generation) FROM grant") == "2")
      #expect(try await home.sql("SELECT count(*) FROM grant WHERE state = 'active'") == "\(Self.accounts.count)")
    }
  }
}
