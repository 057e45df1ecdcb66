import Foundation
import Testing

extension EndToEnd {
  /// Clocks that jump, under the real binary: the machine's own count by a time namespace, the wall clock by what is
  /// stored.
  @Suite("Clocks")
  struct ClockTests {
    private static let month = 30 * 86_400

    @Test("a token that is a month old by the machine's own count is not handed out", .enabled(if: TimeNamespace.works))
    func bootCount() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let first = try await home.mcpcred("token", "demo")
      let before = try await Self.bootTime(home)
      // The jump is seen: by the kernel's file, and below by what the program stores.
      let jump = TimeNamespace(ahead: Self.month)
      #expect(try await jump.uptime() >= Double(Self.month))
      let status = try await jump.mcpcred(home, ["status", "--json"])
      #expect(try status.json().elements.first?["state"]?.text == "renewable", "\(status)")
      let second = try await jump.mcpcred(home, ["token", "demo"])
      #expect(first.status == 0 && second.status == 0 && first.answer != second.answer, "\(first) \(second)")
      #expect(try await server.refreshes() == 1)
      let after = try await Self.bootTime(home)
      #expect(after - before >= Self.month, "\(before) \(after)")
      // There it is fresh; and here, where the count is lower than it was, it says nothing and the wall clock decides.
      for run in [try await jump.mcpcred(home, ["token", "demo"]), try await home.mcpcred("token", "demo")] {
        #expect(run.status == 0 && run.answer == second.answer, "\(run)")
      }
      #expect(try await server.refreshes() == 1)
    }

    @Test(
      "a login that nobody confirms ends in its time, wherever the machine's own count stands",
      .enabled(if: TimeNamespace.works))
    func counts() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      let jump = TimeNamespace(ahead: Self.month)
      let added = try await jump.mcpcred(home, ["add", "demo", server.mcp])
      #expect(added.status == 0, "\(added)")
      let login = try await jump.mcpcred(home, ["login", "demo", "--device", "--login-timeout", "1s"])
      expectFailure(login, 4, "login to demo timed out")
    }

    @Test("a machine that was paused without counting it does not hand out a token that ended meanwhile")
    func paused() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let first = try await home.mcpcred("token", "demo")
      try await home.sql(
        "UPDATE grant SET obtained_at = obtained_at - \(Self.month), expires_at = expires_at - \(Self.month)")
      let second = try await home.mcpcred("token", "demo")
      #expect(second.status == 0 && second.answer != first.answer, "\(second)")
      #expect(try await server.refreshes() == 1)
    }

    @Test("after a year ahead and back the token is another one, the call works and the schedule has its work")
    func yearAhead() async throws {
      let server = try await RunningDemoServer(lifetime: 3600)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let ahead = """
        UPDATE grant SET obtained_at = obtained_at + 31536000, expires_at = expires_at + 31536000,
        due_at = due_at + 31536000, keepalive_at = keepalive_at + 31536000, state_since = state_since + 31536000,
        boot_id = 'another start'
        """
      for (number, words) in [
        ["token", "demo"], ["refresh", "--due"], ["call", "demo", "add_numbers", "a=1", "b=2"],
      ]
      .enumerated() {
        try await home.sql(ahead)
        let outcome = try await home.run(words)
        #expect(outcome.status == 0, "\(words): \(outcome)")
        #expect(try await server.refreshes() == number + 1, "\(words)")
      }
      // Once: what it has written is plausible.
      try await expectAnswer(home, ["refresh", "--due", "--dry-run", "--json"], "[]\n")
    }

    @Test("an answer on stdin is read, although a signal came in between", .enabled(if: SystemCallFaults.isAvailable))
    func interruptedInput() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let answer = try home.scratch.write("answer", "http://127.0.0.1:1/cb?code=a&state=b\n")
      let line = "exec '\(try Places.binary("mcpcred"))' login demo --finish - <'\(answer)'"
      for error in ["EINTR", "EAGAIN", "EIO"] {
        let run = try RunningProgram(
          "/usr/bin/strace",
          [
            "-f", "-qq", "-o", "\(home.scratch.path)/calls", "-P", answer, "-e", "trace=read", "-e",
            "inject=read:error=\(error):when=1", "/bin/sh", "-c", line,
          ], environment: home.environment)
        let outcome = try await run.end(within: .seconds(20))
        #expect(home.scratch.read("calls").contains("(INJECTED)"), "\(error)")
        if error == "EIO" {
          expectFailure(outcome, 2, "cannot read standard input: Input/output error")
        } else {
          expectFailure(outcome, 4, "no login to demo waits for an answer")
        }
      }
    }

    private static func bootTime(_ home: Workspace) async throws -> Int {
      let text = try await home.sql("SELECT boot_time FROM grant")
      guard let time = Int(text) else { throw TestFailure("no boot time: \(text)") }
      return time
    }
  }
}
