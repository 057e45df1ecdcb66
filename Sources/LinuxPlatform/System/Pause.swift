import Glibc

/// Waits, with the watchdog's knowledge.
enum Pause {
  /// Returns early when the task is cancelled.
  static func task(_ duration: Duration) async {
    Watchdog.cover(duration)
    if await !OwnThread.pause(duration) { try? await Task.sleep(for: duration) }
  }

  /// In this thread: takes none from the system, which may have none by now. For a worker, which has nothing else to do and
  /// may hold the only copy of an answer.
  static func thread(_ duration: Duration) async {
    Watchdog.cover(duration)
    let (seconds, rest) = duration.components
    var left = timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(clamping: rest / 1_000_000_000))
    // A signal leaves the rest in the same place.
    withUnsafeMutablePointer(to: &left) { while nanosleep($0, $0) != 0, errno == EINTR {} }
  }
}
