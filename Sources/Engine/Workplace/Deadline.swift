/// The end of a wait, by the clock that nobody can set: a deadline that is read off the wall clock never comes once that
/// was turned back.
struct Deadline: Sendable {
  private let end: Duration
  private let clock: @Sendable () -> Duration

  /// `clock` is `Dependencies.monotonic`.
  init(after patience: Duration, by clock: @escaping @Sendable () -> Duration) {
    end = clock() + patience
    self.clock = clock
  }

  /// Never below zero.
  var left: Duration { max(.zero, end - clock()) }
  var hasPassed: Bool { left == .zero }
}
