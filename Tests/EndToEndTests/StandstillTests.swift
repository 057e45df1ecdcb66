import Foundation
import Testing

extension EndToEnd {
  /// A worker that does not run for a while, as under SIGSTOP, in a frozen container or a paused machine.
  @Suite("Standstill")
  struct StandstillTests {
    @Test("an answer that comes while the worker stands still, for longer than any deadline, is kept")
    func stopped() async throws {
      let server = try await RunningDemoServer(), home = try await Workspace.ready()
      for name in Self.logins { _ = try await home.mcpcred("add", name, server.mcp) }
      try await server.expireAccessTokens()
      try await home.age(by: 400)
      try await server.plan("slow_answer", at: "refresh", times: Self.logins.count, more: #", "seconds": 3"#)
      try await server.clearRequests()
      let others = try Self.workers()
      let programs = try Self.logins.map { try home.start(["token", $0]) }
      _ = try await eventually("the requests") { try await server.refreshes() == Self.logins.count ? true : nil }
      let workers = try Self.workers().subtracting(others)
      #expect(workers.count == Self.logins.count)
      for worker in workers { kill(worker, SIGSTOP) }
      // A refresh may wait for 30 seconds.
      try await Task.sleep(for: .seconds(36))
      for worker in workers { kill(worker, SIGCONT) }
      for program in programs { _ = try await program.end(within: .seconds(60)) }
      for name in Self.logins {
        try await expectAnswer(home, ["token", name]) { $0.hasPrefix("at_") }
        try await expectAnswer(home, ["refresh", name]) { !$0.isEmpty }
      }
      #expect(try await server.refreshes() == 2 * Self.logins.count)
    }

    private static let logins = ["one", "two", "three", "four", "five", "six"]

    private static func workers() throws -> Set<Int32> {
      Set(
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { id in
          let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
          return words.range(of: Data("refresh-worker".utf8)) == nil ? nil : Int32(id)
        })
    }
  }
}
