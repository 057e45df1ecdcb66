import FoundationEssentials
import Registry

extension Scheduling {
  /// The shortest and the longest time, in seconds, that the refresher sleeps: other processes add logins meanwhile, and
  /// whatever hinders a run may be over.
  private static let shortest = 1.0, longest = 60.0

  /// Does what the schedule asks for whenever its time has come, until the task is cancelled; what is under way then is
  /// waited for. Never opens a browser.
  ///
  /// `ran` is told how each run ended, also of one that failed as a whole: a locked keyring, say. That ends nothing; the
  /// next run may find it open.
  func keepFresh(
    _ done: @escaping @Sendable (LoginReport) -> Void,
    ran: @escaping @Sendable (Result<ScheduleReport, EngineError>) -> Void
  ) async {
    while !Task.isCancelled {
      var pause = Self.longest
      let start = dependencies.now()
      do throws(EngineError) {
        ran(.success(try await refreshDue(done)))
        let now = dependencies.now()
        pause = Self.runPause(until: try? registry.nextDue(at: now), after: start, now: now)
      } catch {
        if case .cancelled = error { return }
        ran(.failure(error))
      }
      guard !Task.isCancelled else { return }
      await dependencies.sleep(.milliseconds(Int(pause * 1000)))
    }
  }

  /// Seconds until the schedule has something to do again, as far as is known now. What was due when the run began and
  /// still is has just been tried in vain.
  static func runPause(until next: Date?, after start: Date, now: Date) -> Double {
    guard let next, next > start else { return longest }
    return min(longest, max(shortest, next.timeIntervalSince(now)))
  }
}
