import FoundationEssentials
import Registry

/// When a client secret that ends is renewed, as a function of its times.
enum SecretLifetime {
  /// Seconds before its end in which a long-lived secret is renewed.
  private static let longestLead = 86_400.0

  /// Whether the last third of its life has begun, or its last day where that is less or nobody knows when it came.
  static func isRenewalDue(obtainedAt: Date, expiresAt: Date, now: Date) -> Bool {
    let isKnown = StoredTime.counts(obtainedAt, of: now)
    let life = isKnown ? max(0, expiresAt.timeIntervalSince(obtainedAt)) : .infinity
    return expiresAt.timeIntervalSince(now) <= min(life / 3, longestLead)
  }
}
