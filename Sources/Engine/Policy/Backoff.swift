import FoundationEssentials

/// How long the next background attempt waits after a failure.
enum Backoff {
  /// `min(1 h, 30 s × 2^n)` less up to a quarter; `Retry-After` is a floor, up to a day.
  ///
  /// `failures` counts those before this one; `fraction` is random, from 0 to 1.
  static func next(after failures: Int, retryAfter: Int?, now: Date, fraction: Double) -> Date {
    let exponential = min(3600, 30 * Double(1 << min(failures, 10)))
    let wait = exponential * (1 - fraction / 4)
    return now.addingTimeInterval(max(wait, Double(min(retryAfter ?? 0, 86_400))))
  }
}
