import Foundation
import Testing

extension EndToEnd {
  /// No registry is there, by a mistake in its path or because nothing was added yet.
  @Suite("Absent registry")
  struct AbsentRegistryTests {
    /// What only asks, and how it ends.
    private static let questions: [([String], Int32)] = [
      (["list"], 0), (["list", "--json"], 0), (["status"], 0), (["status", "--check"], 0), (["log"], 0),
      (["registration", "list"], 0), (["registration", "check"], 0), (["timer", "status"], 0),
      (["timer", "check-key"], 0), (["timer", "remove"], 0), (["refresh", "--all"], 0),
      (["refresh", "--due", "--dry-run"], 0), (["status", "demo"], 3), (["token", "demo"], 3),
      (["token", "demo", "--min-valid", "1m"], 3), (["whoami", "demo"], 3), (["tools", "demo"], 3),
      (["call", "demo", "roll_dice"], 3), (["refresh", "demo"], 3), (["account", "demo"], 3),
      (["account", "demo", "x"], 3),
      (["login", "demo"], 3), (["login", "demo", "--begin"], 3), (["login", "demo", "--finish", "x"], 3),
      (["revoke", "demo"], 3), (["remove", "demo"], 3), (["registration", "rotate", "demo"], 3),
      (["registration", "delete", "demo"], 3),
    ]

    @Test("who only asks makes nothing, at the usual path and at one that is named")
    func nothingMade() async throws {
      let crontab = try FakeCrontab()
      let home = try Workspace(with: crontab.environment.merging(["XDG_RUNTIME_DIR": "/nonexistent"]) { $1 })
      let named = "\(home.home)/no/such/registry.sqlite"
      for (words, status) in Self.questions {
        #expect(try await home.run(words).status == status, "\(words)")
        #expect(try await home.run(words + ["--registry", named]).status == status, "\(words)")
        #expect(try home.files().isEmpty, "\(words)")
      }
    }

    @Test("a path that is named is said, so that a mistake in it is seen")
    func named() async throws {
      let home = try Workspace()
      let named = "\(home.home)/typo.sqlite"
      let usual = try await home.mcpcred("list")
      #expect(usual.stderr.hasPrefix("mcpcred: no servers yet\n") && usual.hints.count == 1, "\(usual)")
      let list = try await home.mcpcred("status", with: ["MCPCRED_REGISTRY": named])
      #expect(list.stderr.hasPrefix("mcpcred: no servers yet: there is no registry at \(named)\n"), "\(list)")
      expectFailure(
        try await home.mcpcred("token", "demo", "--registry", named), 3,
        "no server \"demo\": there is no registry at \(named)",
        hints: ["mcpcred add https://mcp.example.com/mcp --registry \(named)"])
      try expectFailureObject(try await home.mcpcred("token", "demo", "--json"), 3, code: "unknown_server")
    }

    @Test("64 first commands at once all succeed, whether they make the registry or ask")
    func atOnce() async throws {
      let home = try Workspace()
      let words = [["list"], ["refresh", "--due"], ["status", "--json"], ["timer", "check-key"]]
      let programs = try (0..<64).map { try home.start(words[$0 % words.count]) }
      for program in programs {
        let outcome = try await program.end(within: .seconds(90))
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
      }
      #expect(Places.exists(home.registry))
    }
  }
}
