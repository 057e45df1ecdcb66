import Foundation
import Testing

extension EndToEnd {
  /// Disks that are full or fail, under the real binary.
  @Suite("Disks", .enabled(if: SystemCallFaults.isAvailable, "needs strace"))
  struct DiskTests {
    private static let writing = "pwrite64,write,fsync,fdatasync,fallocate,ftruncate"

    private func files(_ home: Workspace, _ grant: String) -> [String] {
      let registry = home.registry
      return [registry, "\(registry)-wal", "\(registry)-shm", "\(registry).d/spool/\(grant)", "\(registry).d/spool"]
    }

    @Test("one write or sync that fails during a refresh loses no login", arguments: ["ENOSPC", "EIO"])
    func once(_ error: String) async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let files = files(home, try await home.sql("SELECT id FROM grant"))
      let count = try await SystemCallFaults.count(Self.writing, home, ["refresh", "demo"], on: files)
      #expect(count >= 5, "too few for an intent and a commit")
      for number in 1...count {
        let run = try SystemCallFaults.start(
          home, ["refresh", "demo"], inject: "\(Self.writing):error=\(error):when=\(number)", on: files)
        let outcome = try await run.end()
        #expect([0, 1, 7, 12].contains(outcome.status), "\(number): \(outcome)")
        if outcome.status != 0 {
          #expect(outcome.stderr.contains("mcpcred: error: ") && outcome.stdout.isEmpty, "\(number): \(outcome)")
        }
        try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
      }
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(home.visited.count == 1)
    }

    @Test("a disk that fails from the answer on costs nothing while the worker lives, and is reported")
    func permanent() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let grant = try await home.sql("SELECT id FROM grant")
      // Neither the registry nor the spool file takes the answer.
      try await home.sql(
        "CREATE TRIGGER full BEFORE UPDATE OF generation ON grant BEGIN SELECT RAISE(ABORT, 'full'); END")
      let run = try SystemCallFaults.start(
        home, ["refresh", "demo"], inject: "fsync:error=ENOSPC:when=1+", on: ["\(home.registry).d/spool/\(grant)"])
      let said = try await eventually("the report") { run.stderr.contains("mcpcred: error: ") ? run.stderr : nil }
      #expect(said.contains("new tokens for demo could not be stored"), "\(said)")
      #expect(said.contains("a process in the background tries again for five minutes"), "\(said)")
      #expect(try await home.sql("SELECT generation FROM grant") == "1")
      // The disk recovers, and the worker stores what it has.
      try await home.sql("DROP TRIGGER full")
      try await expectAnswer(home, ["token", "demo"]) { $0.hasPrefix("at_") }
      let generation = try await eventually("the commit") {
        let generation = try await home.sql("SELECT generation FROM grant")
        return generation == "2" ? generation : nil
      }
      #expect(generation == "2")
      #expect(try await server.refreshes() == 1)
      // Exit code 12, although strace waits for the worker's end before it tells.
      #expect(try await run.end().status == 12)
      try await expectAnswer(home, ["refresh", "demo"]) { $0.hasPrefix("refreshed demo") }
    }

    @Test("a disk that is full from any moment of a login on leaves it stored or taken back, and the next one succeeds")
    func login() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      let calls = "pwrite64,fallocate", add = ["add", "demo", server.mcp]
      let files = [home.registry, "\(home.registry)-wal", "\(home.registry).d/spool/0"]
      let count = try await SystemCallFaults.count(calls, home, add, on: files)
      #expect(count >= 10, "too few for a login")
      #expect(try await home.mcpcred("remove", "demo").status == 0)
      for number in stride(from: 1, through: count, by: 4) {
        try await server.clearRequests()
        let run = try SystemCallFaults.start(home, add, inject: "\(calls):error=ENOSPC:when=\(number)+", on: files)
        let outcome = try await run.end()
        #expect([0, 1, 7, 12].contains(outcome.status), "\(number): \(outcome)")
        let isStored = try await home.mcpcred("list", "--json").stdout != "[]\n"
        let requests = try await server.requests().filter { $0["status"]?.integer == 200 }
        let wasSpent = requests.contains { $0["grant_type"]?.text == "authorization_code" }
        let isTakenBack = requests.contains { $0["endpoint"]?.text == "revocation" }
        #expect(isStored != (isTakenBack || !wasSpent), "\(number): \(outcome)")
        if isStored { #expect(try await home.mcpcred("remove", "demo").status == 0) }
      }
      try await expectAnswer(home, add, "added demo\n")
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
    }

    @Test("a full disk is said in words, and nothing was sent")
    func message() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let spool = "\(home.registry).d/spool/\(try await home.sql("SELECT id FROM grant"))"
      let run = try SystemCallFaults.start(home, ["refresh", "demo"], inject: "fallocate:error=ENOSPC", on: [spool])
      let outcome = try await run.end()
      expectFailure(
        outcome, 7, "cannot make \(spool): No space left on device; nothing was sent", hints: ["df -h \(spool)"])
      #expect(try await server.refreshes() == 0)
    }
  }
}
