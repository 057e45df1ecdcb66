import FoundationEssentials

/// How long the next background attempt waits after a failure.
enum Backoff {
  /// `min(cap, 30 s × 2^n)` less up to a quarter, where the cap is an hour, and six hours once every attempt of a day has
  /// failed. `Retry-After` is a floor, up to a day.
  ///
  /// `failures` counts those before this one, `since` is the first of them; `fraction` is random, from 0 to 1.
  static func next(after failures: Int, since: Date? = nil, retryAfter: Int?, now: Date, fraction: Double) -> Date {
    let isLong = since.map { now.timeIntervalSince($0) >= 86_400 } ?? false
    let exponential = min(isLong ? 21_600 : 3600, 30 * Double(1 << min(max(failures, 0), 10)))
    let wait = exponential * (1 - fraction / 4)
    return now.addingTimeInterval(max(wait, Double(min(retryAfter ?? 0, 86_400))))
  }
}
