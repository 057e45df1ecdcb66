public import FoundationEssentials
import Registry

/// When a token is good enough, and when it is renewed unasked.
public enum RefreshPolicy {
  /// Seconds a handed-out token must still live: a tenth of its life, between 5 and 60.
  public static func minimumValidity(lifetime: Int?) -> TimeInterval {
    min(60, max(5, Double(lifetime ?? 600) / 10))
  }

  /// Whether the token may be handed out; one of unknown expiry is good until a server says otherwise.
  ///
  /// As long as the machine has not been started again, its own count of time decides (`age`, in seconds): it goes on in
  /// sleep, and a clock that is set does not change it. Otherwise the clock does; one that stands more than a minute
  /// before the time the token came has been turned back, and the expiry then says nothing.
  public static func isFresh(
    expiresAt: Date?, obtainedAt: Date, lifetime: Int?, minimumValidity: TimeInterval?, age: Int64? = nil, now: Date
  ) -> Bool {
    guard let expiresAt else { return true }
    let now = age.map { obtainedAt.addingTimeInterval(Double($0)) } ?? now
    guard now >= obtainedAt.addingTimeInterval(-60) else { return true }
    // Who asks for more than the server ever gives must not cost a rotation with each question.
    let most = lifetime.map { Double($0) * 0.9 } ?? .infinity
    let margin = minimumValidity.map { min($0, most) } ?? Self.minimumValidity(lifetime: lifetime)
    return expiresAt.timeIntervalSince(now) > margin
  }

  /// The period of the timer this schedule is made for, in seconds.
  static let timerPeriod = 300.0

  /// When the refresher renews the token: at two thirds of its life, give or take a fifteenth, decided once per token.
  ///
  /// Nil leaves it to its next use: each rotation is a risk, and a token that lives for less than three timer periods
  /// would be rotated all day for nobody.
  static func dueAt(obtainedAt: Date, lifetime: Int?, grant: Int64, generation: Int64) -> Date? {
    let life = Double(lifetime ?? 3600)
    guard life >= 3 * timerPeriod else { return nil }
    return obtainedAt.addingTimeInterval(life * (2.0 / 3 + jitter(grant, generation) / 15))
  }

  /// Whether nobody has used the login for a week. The refresher then leaves its access token to the next use and only keeps
  /// the refresh token alive: each rotation is a risk.
  static func isIdle(lastUsed: Date, now: Date) -> Bool { now.timeIntervalSince(lastUsed) > 7 * 86_400 }

  /// When an idle refresh token is spent so that it does not die of idleness: at half of the life the server gave it, or
  /// after a day where it did not say, give or take a tenth.
  static func keepaliveAt(obtainedAt: Date, refreshLifetime: Int? = nil, grant: Int64, generation: Int64) -> Date {
    let life = refreshLifetime.map { Double($0) / 2 } ?? 86_400
    return obtainedAt.addingTimeInterval(life * (1 + jitter(grant, generation) / 10))
  }

  /// Between -1 and 1, the same for the same token: splitmix64 of both numbers.
  private static func jitter(_ grant: Int64, _ generation: Int64) -> Double {
    var z = UInt64(bitPattern: grant) &+ UInt64(bitPattern: generation) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Double(z >> 11) / Double(1 << 52) - 1
  }
}
