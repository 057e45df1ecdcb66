import FoundationEssentials
import Testing

@testable import Engine

@Suite struct SecretLifetimeTests {
  static let start = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(
    "where a clock that was ahead hides when it came, it is renewed on its last day",
    arguments: [(86_401.0, false), (86_400, true), (0, true)])
  func hidden(_ left: Double, _ expected: Bool) {
    let obtained = Self.start + 365 * 86_400
    #expect(
      SecretLifetime.isRenewalDue(obtainedAt: obtained, expiresAt: Self.start + left, now: Self.start) == expected)
  }

  @Test(
    "a secret is renewed in the last third of its life, or on its last day where that is less",
    arguments: [
      (3600, 0, false), (3600, 2399, false), (3600, 2400, true), (3600, 3600, true), (3600, 9999, true),
      (90 * 86_400, 88 * 86_400, false), (90 * 86_400, 89 * 86_400, true), (0, 0, true), (-5, 0, true),
    ] as [(Double, Double, Bool)])
  func due(_ life: Double, _ age: Double, _ expected: Bool) {
    #expect(
      SecretLifetime.isRenewalDue(obtainedAt: Self.start, expiresAt: Self.start + life, now: Self.start + age)
        == expected)
  }
}
