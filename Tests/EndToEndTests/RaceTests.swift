import Foundation
import Testing

extension EndToEnd {
  /// Many processes that want what can be had only once.
  @Suite("Races")
  struct RaceTests {
    @Test("64 processes want one expired login at a server that revokes the family on reuse: one refresh, 64 tokens")
    func crowd() async throws {
      let login = try await SpentLogin(refreshTakes: 2), home = login.home
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
      #expect(tokens.count == 1 && tokens.first?.hasPrefix("at_") == true && !tokens.contains(login.token))
      try await login.expectOneRefresh()
      #expect(try FileManager.default.subpathsOfDirectory(atPath: elsewhere).isEmpty)
    }
  }
}
