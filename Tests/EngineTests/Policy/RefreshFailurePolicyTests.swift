import FoundationEssentials
import OAuth
import Registry
import TestSupport
import Testing

@testable import Engine

/// The row that each answer leaves behind. Which answer means what is `RefreshOutcomeTests`.
@Suite struct RefreshFailurePolicyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let outcome: RefreshAnswer
    var isReplay = false
    let failure: String
    var state = Grant.State.active
    let closesIntent: Bool

    var testDescription: String { "\(failure), replay: \(isReplay)" }
  }

  private static func refusal(_ code: String) -> Refusal {
    Refusal(endpoint: .token, code: code, description: "x", status: 400)
  }

  @Test(
    "only a refused token or client changes the state, and an answer that was lost stays lost",
    arguments: [
      Row(
        outcome: .grantRefused(refusal("invalid_grant")), failure: "grant_suspect", state: .suspect,
        closesIntent: true),
      Row(
        outcome: .grantRefused(refusal("invalid_grant")), isReplay: true, failure: "interrupted_rotation",
        state: .loginRequired, closesIntent: true),
      Row(
        outcome: .clientRefused(refusal("invalid_client")), failure: "registration_dead", state: .suspect,
        closesIntent: true),
      Row(
        outcome: .clientRefused(refusal("invalid_client")), isReplay: true, failure: "registration_dead",
        state: .suspect, closesIntent: false),
      Row(outcome: .requestRefused(refusal("invalid_scope")), failure: "request_rejected", closesIntent: true),
      Row(
        outcome: .requestRefused(refusal("invalid_scope")), isReplay: true, failure: "request_rejected",
        closesIntent: false),
      Row(
        outcome: .notActed(failure: "transient_upstream", retryAfter: 9), failure: "transient_upstream",
        closesIntent: true),
      Row(
        outcome: .notActed(failure: "tls_failure", retryAfter: nil), isReplay: true, failure: "tls_failure",
        closesIntent: false),
      Row(outcome: .ambiguous(failure: "ambiguous", retryAfter: nil), failure: "ambiguous", closesIntent: false),
    ])
  func rows(row: Row) async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let record = try #require(Self.policy(grant, row.isReplay, world.clock.now).change(after: row.outcome))
      #expect(record.failure == row.failure)
      #expect(record.state == row.state)
      #expect(record.closesIntent == row.closesIntent)
      #expect((record.nextAttemptAt == nil) == (row.state == .loginRequired))
    }
  }

  @Test("a server that refuses early is asked again at 95 % of the token's life, whatever it calls its reason")
  func early() async throws {
    try await TestWorld.run { world in
      let grant = try await world.add()
      let late = grant.times.obtainedAt.addingTimeInterval(3420)
      for code in ["invalid_grant", "invalid_request"] {
        let outcome = RefreshAnswer(.failure(.refused(Self.refusal(code))))
        let atOnce = Self.policy(grant, false, grant.times.obtainedAt.addingTimeInterval(2400)).change(after: outcome)
        #expect(atOnce?.nextAttemptAt == late, "\(code)")
        let now = grant.times.obtainedAt.addingTimeInterval(3500)
        let after = try #require(Self.policy(grant, false, now).change(after: outcome)?.nextAttemptAt)
        #expect(after > now && after <= now.addingTimeInterval(600), "\(code)")
      }
    }
  }

  @Test("where no refresh token was sent, a lost answer has lost nothing")
  func nothingSpent() async throws {
    try await TestWorld.run(.init(consent: .allow, behaviours: [.noRefreshTokens])) { world in
      let grant = try await world.add()
      let record = Self.policy(grant, true, world.clock.now).change(after: .grantRefused(Self.refusal("invalid_grant")))
      #expect(!grant.hasRefreshToken && record?.state == .suspect)
    }
  }

  private static func policy(_ grant: Grant, _ isReplay: Bool, _ now: Date) -> RefreshFailurePolicy {
    RefreshFailurePolicy(grant: grant, isReplay: isReplay, now: now, fraction: 0)
  }
}
