public import FoundationEssentials
import Registry

/// When a token is good enough, and when it is renewed unasked.
public enum RefreshPolicy {
  /// Seconds a handed-out token must still live: a tenth of its life, between 5 and 60.
  public static func minimumValidity(lifetime: Int?) -> TimeInterval {
    min(60, max(5, Double(lifetime ?? 600) / 10))
  }

  /// How many seconds old a token is; nil where that cannot be told.
  ///
  /// It is counted twice: by the machine itself as long as that has not been started again (`counted`), and by the wall
  /// clock. The larger count goes: a paused machine counts too little itself, and a clock that was set ahead costs one
  /// refresh. A wall clock that stands more than a minute before the time the token came has been turned back and says
  /// nothing.
  static func age(obtainedAt: Date, counted: Int64?, now: Date) -> TimeInterval? {
    let wall = now.timeIntervalSince(obtainedAt)
    if let counted { return max(wall, Double(counted)) }
    return StoredTime.counts(obtainedAt, of: now) ? wall : nil
  }

  /// Whether the token may be handed out; one of unknown expiry is good until a server says otherwise. `age` is what the
  /// machine itself counts, in seconds.
  ///
  /// Where neither clock can tell how old it is, another one is fetched if that takes no person.
  public static func isFresh(
    expiresAt: Date?, obtainedAt: Date, lifetime: Int?, minimumValidity: TimeInterval?, age: Int64? = nil,
    isRenewable: Bool = true, now: Date
  ) -> Bool {
    guard let expiresAt else { return true }
    guard let age = self.age(obtainedAt: obtainedAt, counted: age, now: now) else { return !isRenewable }
    // Who asks for more than the server ever gives must not cost a rotation with each question.
    let most = lifetime.map { Double($0) * 0.9 } ?? .infinity
    let margin = minimumValidity.map { min($0, most) } ?? Self.minimumValidity(lifetime: lifetime)
    return expiresAt.timeIntervalSince(obtainedAt) - age > margin
  }

  /// The period of the timer this schedule is made for, in seconds.
  static let timerPeriod = 300.0

  /// When the refresher renews the token: at two thirds of its life, give or take a fifteenth, decided once per token.
  ///
  /// Nil leaves it to its next use: each rotation is a risk, and a token that lives for less than three timer periods
  /// would be rotated all day for nobody.
  static func dueAt(obtainedAt: Date, lifetime: Int?, grant: Int64, generation: Int64) -> Date? {
    let life = Double(lifetime ?? StoredTime.usualLifetime)
    guard life >= 3 * timerPeriod else { return nil }
    return obtainedAt.addingTimeInterval(life * (2.0 / 3 + jitter(grant, generation) / 15))
  }

  /// Whether nobody has used the login for a week. The refresher then leaves its access token to the next use and only keeps
  /// the refresh token alive: each rotation is a risk.
  ///
  /// Where that cannot be told, it is as before: not idle.
  static func isIdle(lastUsed: Date?, created: Date, now: Date) -> Bool {
    let used = [lastUsed, created].compactMap(\.self).first {
      StoredTime.counts($0, within: StoredTime.longestWait, of: now)
    }
    return now.timeIntervalSince(used ?? now) > 7 * 86_400
  }

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
