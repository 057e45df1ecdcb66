import Glibc
import Synchronization

/// Runs a task on the thread that waits for it, and on no other.
///
/// Swift's own threads come and go, and when an answer arrives there may be none to be had: then it would lie in memory until
/// the process is ended. Their event loop ends the process where a descriptor is wanting. A command and a worker need no more
/// than the thread they have.
public final class OwnThread: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var pauses: [ThreadPause] = []
  }

  private let state = Mutex(State())
  /// Posted for each job.
  private let arrived: ThreadSemaphore

  private init() { arrived = ThreadSemaphore() }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    arrived.post()
  }

  /// Waits for the body; `begun` is given its task. What the body starts apart from itself runs elsewhere, unless it says so.
  public static func run<Value: Sendable>(
    _ body: @escaping @Sendable () async -> Value, begun: (Task<Void, Never>) -> Void = { _ in }
  ) -> Value {
    let thread = OwnThread(), outcome = Outcome<Value>()
    let task = Task.detached(executorPreference: thread) { outcome.set(await body()) }
    begun(task)
    while true {
      if let value = outcome.value { return value }
      let next = thread.next()
      if let job = next.job {
        job.runSynchronously(on: thread.asUnownedTaskExecutor())
      } else {
        thread.arrived.wait(next.pause)
      }
    }
  }

  /// Waits in the current task, which runs on such a thread; false where it does not. Returns early when the task is cancelled.
  static func pause(_ duration: Duration) async -> Bool {
    let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
    guard let thread = executor as? OwnThread else { return false }
    let pause = ThreadPause(until: BootClock.elapsed() + duration)
    thread.state.withLock { $0.pauses.append(pause) }
    await pause.wait()
    thread.state.withLock { $0.pauses.removeAll { $0 === pause } }
    return true
  }

  /// What there is to do, or for how long there is nothing; nil for until something comes.
  private func next() -> (job: UnownedJob?, pause: Duration?) {
    let now = BootClock.elapsed()
    let (job, over, end) = state.withLock { state in
      (
        state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.pauses.filter { $0.end <= now },
        state.pauses.filter { $0.end > now }.map(\.end).min()
      )
    }
    // Each makes a job.
    for pause in over { pause.finish() }
    return (job, over.isEmpty ? end.map { $0 - now } : .zero)
  }

  /// Carries the value out of the task. It is this thread that finds it.
  private final class Outcome<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? { stored.withLock { $0 } }
    func set(_ value: Value) { stored.withLock { $0 = value } }
  }
}
