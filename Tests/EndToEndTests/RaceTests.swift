import Foundation
import Testing

extension EndToEnd {
  /// Many processes that want what can be had only once.
  @Suite("Races")
  struct RaceTests {
    @Test("64 processes want one expired login at a server that revokes the family on reuse: one refresh, 64 tokens")
    func crowd() async throws {
      let server = try await RunningDemoServer()
      let home = try await Workspace.ready()
      _ = try await home.mcpcred("add", "demo", server.mcp)
      let old = try await home.mcpcred("token", "demo").answer
      try await server.expireAccessTokens()
      try await home.age(by: 400)
      try await server.plan("slow", at: "refresh", more: #", "seconds": 2"#)
      try await server.clearRequests()
      // Cron, a timer and sudo have other homes than a terminal; the registry is the same.
      let elsewhere = try home.scratch.folder("elsewhere")
      let other = ["HOME": elsewhere, "XDG_STATE_HOME": "\(elsewhere)/state"]
      let programs = try (0..<64).map { index in
        try home.start(["token", "demo", "--registry", home.registry], with: index.isMultiple(of: 2) ? [:] : other)
      }
      var tokens: Set<String> = []
      for program in programs {
        let outcome = try await program.end(within: .seconds(60))
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        tokens.insert(outcome.answer)
      }
      #expect(tokens.count == 1 && tokens.first?.hasPrefix("at_") == true && !tokens.contains(old))
      #expect(try await server.refreshes() == 1)
      try await expectAnswer(home, ["call", "demo", "add_numbers", "a=1", "b=2"], "{\"sum\":3}\n")
      #expect(try FileManager.default.subpathsOfDirectory(atPath: elsewhere).isEmpty)
    }
  }
}
