/// How long may still be waited.
///
/// Time in which this process did not run is no waiting: a process that was stopped, a container that was frozen and a
/// machine that was suspended could not read what came meanwhile. So a step that is longer than any wait counts as one.
struct Patience {
  /// Never negative.
  private(set) var left: Duration
  private var last: SuspendingClock.Instant

  /// The longest wait without looking at the clock.
  static let slice = Duration.milliseconds(500)
  private static let longestStep = Duration.seconds(2)

  init(_ duration: Duration, from now: SuspendingClock.Instant) {
    left = max(duration, .zero)
    last = now
  }

  /// Takes off what has passed since the last time.
  mutating func pass(_ now: SuspendingClock.Instant) {
    let step = min(max(last.duration(to: now), .zero), Self.longestStep)
    left = max(left - step, .zero)
    last = now
  }
}
