public import FoundationEssentials

/// The one rule for times that are stored: one counts only if it lies no further ahead of now than its kind is ever
/// written. What lies further ahead was written by a clock that was ahead and has been set back since: it is no reason to
/// wait and holds nobody up, and the next success writes another one.
///
/// The same limits stand in the SQL below, where each difference has an index of its own.
public enum StoredTime {
  /// Seconds for what has happened: clocks are corrected by so much without having been wrong.
  public static let slack: Int64 = 60
  /// Seconds for the next try after a failure: the longest `Retry-After` that is kept to.
  public static let longestWait: Int64 = 86_400
  /// Seconds for a refresh token's next use where the server did not say how long it lives: a day and a tenth.
  static let longestKeepalive: Int64 = 95_040
  /// Seconds an access token lives where the server did not say.
  public static let usualLifetime = 3600
  /// Seconds that a login may be under way: longer than any `--login-timeout`.
  static let longestLogin: Int64 = 400 * 86_400

  /// Whether the time counts.
  public static func counts(_ time: Date, within seconds: Int64 = slack, of now: Date) -> Bool {
    time.timeIntervalSince(now) <= Double(seconds)
  }

  // Of `grant`. A token's own time is never set further ahead than its life. A refusal that only finds it too early is
  // followed by a try at the end of the token's life, which may be longer than a day.
  static let dueBase = "due_at - coalesce(lifetime, \(usualLifetime))"
  static let keepaliveBase = "keepalive_at - coalesce(refresh_lifetime, \(longestKeepalive))"
  static let attemptBase = "next_attempt_at - max(\(longestWait), coalesce(lifetime, 0))"
}
