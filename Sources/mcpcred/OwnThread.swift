import Dispatch
import Synchronization

/// Runs a task on the thread that waits for it, and on no other.
///
/// Swift's own threads come and go, and when an answer arrives there may be none to be had: then it would lie in memory until
/// the process is ended. A worker needs no more than the thread it has.
final class OwnThread: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrived = DispatchSemaphore(value: 0)

  private init() {}

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrived.signal()
  }

  /// Waits for the body. What it starts apart from itself runs elsewhere.
  static func run(_ body: @escaping @Sendable () async -> Void) {
    let thread = OwnThread(), end = End()
    Task.detached(executorPreference: thread) {
      await body()
      end.reach()
    }
    while !end.isReached {
      thread.arrived.wait()
      if let job = thread.next() { job.runSynchronously(on: thread.asUnownedTaskExecutor()) }
    }
  }

  private func next() -> UnownedJob? { jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

  /// Whether the task is done; it is this thread that finds out.
  private final class End: Sendable {
    private let reached = Atomic(false)

    var isReached: Bool { reached.load(ordering: .acquiring) }
    func reach() { reached.store(true, ordering: .releasing) }
  }
}
