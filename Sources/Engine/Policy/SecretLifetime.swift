import FoundationEssentials

/// When a client secret that ends is renewed, as a function of its times.
enum SecretLifetime {
  /// Seconds before its end in which a long-lived secret is renewed.
  private static let longestLead = 86_400.0

  /// Whether the last third of its life has begun, or its last day where that is less.
  static func isRenewalDue(obtainedAt: Date, expiresAt: Date, now: Date) -> Bool {
    let life = max(0, expiresAt.timeIntervalSince(obtainedAt))
    return expiresAt.timeIntervalSince(now) <= min(life / 3, longestLead)
  }
}
