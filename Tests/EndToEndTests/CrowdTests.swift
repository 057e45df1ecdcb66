import Foundation
import Testing

/// How long everything goes on at once: a minute, or what `./scripts/test --soak` says.
private let crowdSeconds = Int(ProcessInfo.processInfo.environment["MCPCRED_TEST_SOAK_SECONDS"] ?? "") ?? 60

/// Everything at once, for a while, on the same logins. Not among the other end-to-end tests, whose time limit is for
/// tests that do not go on for hours.
@Suite("Crowds", .serialized, .timeLimit(.minutes(crowdSeconds / 60 + 4)))
struct CrowdTests {
  private static let accounts = (1...10).map { "a\($0)" }

  @Test("call, token, refresh, login and revoke at once on ten logins: the log explains each of them afterwards")
  func everything() async throws {
    let server = try await RunningDemoServer(lifetime: 900)
    let home = try await Workspace.ready()
    _ = try await home.mcpcred("add", "demo", server.mcp, "--no-login")
    for account in Self.accounts {
      let outcome = try await home.mcpcred("login", "demo", "--account", account)
      #expect(outcome.status == 0, "\(outcome)")
    }
    try await server.clearRequests()
    let deadline = ContinuousClock.now + .seconds(crowdSeconds)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 0..<5 {
        group.addTask {
          var chance = SeededChance(seed: UInt64(seed))
          while ContinuousClock.now < deadline { try await Self.act(home, &chance) }
        }
      }
      try await group.waitForAll()
    }
    try await Self.expectExplained(home, server)
  }

  /// One command on one login. What it may end with is what a person could be told at such a time.
  private static func act(_ home: Workspace, _ chance: inout SeededChance) async throws {
    let account = accounts[chance.next(below: accounts.count)]
    let words: [String], statuses: Set<Int32>
    switch chance.next(below: 12) {
    case 0...3: (words, statuses) = (["call", "demo", "add_numbers", "a=1", "b=2"], [0, 4])
    case 4...6: (words, statuses) = (["token", "demo"], [0, 4])
    case 7...8: (words, statuses) = (["refresh", "demo"], [0, 4])
    // Revoked by another process before its first use.
    case 9: (words, statuses) = (["login", "demo"], [0, 4])
    case 10: (words, statuses) = (["revoke", "demo"], [0])
    default:
      try await home.sql("UPDATE grant SET due_at = 1 WHERE account = '\(account)' AND due_at IS NOT NULL")
      let outcome = try await home.start(["refresh", "--due"]).end(within: .seconds(90))
      // 7 where another process is about to deliver a revocation, 11 where one has just taken a login back.
      #expect([0, 7, 11].contains(outcome.status), "\(outcome)")
      return
    }
    let outcome = try await home.start(words + ["--account", account]).end(within: .seconds(90))
    #expect(statuses.contains(outcome.status), "\(words) \(account): \(outcome)")
  }

  /// No rotation was interrupted, nothing was refused, and the last thing that happened to each login is how it stands.
  private static func expectExplained(_ home: Workspace, _ server: RunningDemoServer) async throws {
    let events = try await home.mcpcred("log", "--limit", "100000", "--json").json().elements
    let kinds = Set(events.compactMap { $0["event"]?.text })
    #expect(kinds.isDisjoint(with: ["refresh-refused", "refresh-failed"]), "\(kinds)")
    #expect(kinds.isSuperset(of: ["login", "refreshed", "revoked", "handed-out"]), "\(kinds)")
    let rows = try await home.mcpcred("status", "--json").json().elements
    #expect(rows.count == accounts.count)
    for row in rows {
      let account = row["account"]?.text ?? ""
      let last = events.last {
        $0["account"]?.text == account && ["login", "refreshed", "revocation-queued"].contains($0["event"]?.text)
      }
      let isRevoked = last?["event"]?.text == "revocation-queued"
      #expect(row["state"]?.text == (isRevoked ? "revoked" : "ok"), "\(row) \(String(describing: last))")
      guard !isRevoked else { continue }
      let call = try await home.mcpcred("call", "demo", "add_numbers", "a=1", "b=2", "--account", account)
      #expect(call.status == 0, "\(account): \(call)")
    }
    // Each refresh token was spent once: as many requests as stored answers.
    let stored = events.count { $0["event"]?.text == "refreshed" }
    #expect(try await server.refreshes() == stored)
  }
}
