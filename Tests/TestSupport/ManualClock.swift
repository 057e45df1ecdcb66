public import FoundationEssentials
import Synchronization

/// A clock that stands still until a test moves it.
///
/// Pauses under a second really sleep: the engine takes them between attempts at a kernel lock, whose holder works in
/// real time. Longer ones end when the clock is moved past them, the earliest first.
public final class ManualClock: Sendable {
  private struct Sleeper {
    let id: Int
    let wakesAt: Duration
    let waiting: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Date
    var monotonic = Duration.seconds(1000)
    var lastID = 0
    var sleepers: [Sleeper] = []
    /// Cancelled before they could fall asleep.
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  /// 2026-01-01 00:00 UTC.
  public static let start = Date(timeIntervalSince1970: 1_767_225_600)

  public init(_ start: Date = ManualClock.start) { state = Mutex(State(now: start)) }

  /// The wall clock.
  public var now: Date { state.withLock { $0.now } }
  /// The count that nobody can set.
  public var monotonic: Duration { state.withLock { $0.monotonic } }
  public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Lets time pass on both clocks and wakes whoever has slept long enough.
  public func advance(by seconds: TimeInterval) {
    let due = state.withLock { state in
      precondition(seconds >= 0, "time does not go back: see setWallClock")
      state.now += seconds
      state.monotonic += .seconds(seconds)
      let due = state.sleepers.filter { $0.wakesAt <= state.monotonic }
      state.sleepers.removeAll { $0.wakesAt <= state.monotonic }
      return due
    }
    for sleeper in due.sorted(by: { ($0.wakesAt, $0.id) < ($1.wakesAt, $1.id) }) { sleeper.waiting.resume() }
  }

  /// Sets the wall clock, and nothing else: no time passes, and nobody wakes.
  public func setWallClock(_ time: Date) { state.withLock { $0.now = time } }

  /// Returns early when the task is cancelled.
  public func sleep(for duration: Duration) async {
    guard duration >= .seconds(1) else {
      try? await Task.sleep(for: duration)
      return
    }
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { fallAsleep(id, duration, $0) }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.waiting.resume()
    }
  }

  private func fallAsleep(_ id: Int, _ duration: Duration, _ waiting: CheckedContinuation<Void, Never>) {
    let isAsleep = state.withLock { state in
      guard !state.cancelled.contains(id) else { return false }
      let wakesAt = state.monotonic + .seconds(duration.components.seconds)
      state.sleepers.append(Sleeper(id: id, wakesAt: wakesAt, waiting: waiting))
      return true
    }
    if !isAsleep { waiting.resume() }
  }
}
