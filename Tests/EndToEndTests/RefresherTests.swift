import Foundation
import Testing

extension EndToEnd {
  /// The process that stays. How it waits is `EngineTests/Refresh/RefresherTests`.
  @Suite("Refresher")
  struct RefresherTests {
    @Test("it refreshes what is due, and ends on SIGTERM once what it began is stored", arguments: [SIGTERM, SIGINT])
    func terminated(signal: Int32) async throws {
      let server = try await RunningDemoServer(lifetime: 900)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      try await home.sql("UPDATE grant SET due_at = 1")
      try await server.plan("slow", at: "refresh", more: #", "seconds": 2"#)
      let refresher = try home.start(["refresher"])
      _ = try await eventually("the request") { try await server.refreshes() == 1 ? true : nil }
      refresher.signal(signal)
      let outcome = try await refresher.end()
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix("refreshed demo"), "\(outcome)")
      #expect(try await home.sql("SELECT generation FROM grant") == "2")
      #expect(home.visited.count == 1)
    }

    @Test("its runs are kept like a timer's, those that fail too")
    func kept() async throws {
      let server = try await RunningDemoServer(lifetime: 900)
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      for (status, prepare) in [(0, ""), (5, "mv")] {
        try await home.sql("UPDATE grant SET due_at = 1")
        if !prepare.isEmpty { try await Program.tool(prepare, [home.keyFile, "\(home.keyFile).away"]) }
        let refresher = try home.start(["refresher"])
        _ = try await eventually("a run that ended with \(status)") {
          try await home.mcpcred("timer", "status", "--json").json()["ran_exit"]?.integer == status ? true : nil
        }
        refresher.signal(SIGTERM)
        #expect(try await refresher.end().status == 0)
      }
    }

    @Test("with nothing to do it waits, and ends at once")
    func idle() async throws {
      let home = try await Workspace.ready()
      let refresher = try home.start(["refresher", "--json"])
      try await Task.sleep(for: .milliseconds(300))
      refresher.signal(SIGTERM)
      let outcome = try await refresher.end(within: .seconds(5))
      #expect(outcome.status == 0 && outcome.stdout.isEmpty && outcome.stderr.isEmpty, "\(outcome)")
    }
  }
}
