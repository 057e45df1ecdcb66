import Dispatch
import LinuxPlatform
import Synchronization

/// Runs one asynchronous use case under the synchronous root: an asynchronous one would cost every command its start-up.
enum Blocking {
  /// Waits for the body. SIGINT and SIGTERM cancel its task once; a second one ends the process.
  static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome = Mutex<Result<Value, Failure>?>(nil)
    let box = OutcomeBox(outcome)
    let done = DispatchSemaphore(value: 0)
    let task = Task.detached {
      let result: Result<Value, Failure>
      do throws(Failure) { result = .success(try await body()) } catch { result = .failure(error) }
      box.set(result)
      done.signal()
    }
    _ = TerminationSignals.watch { _ in task.cancel() }
    while true {
      done.wait()
      // The task signals once, after it has set the outcome.
      if let result = box.value { return try result.get() }
    }
  }

  /// Holds the outcome across the two threads.
  private final class OutcomeBox<Outcome: Sendable>: Sendable {
    private let stored: Mutex<Outcome?>

    init(_ empty: consuming Mutex<Outcome?>) { stored = empty }

    var value: Outcome? { stored.withLock { $0 } }

    func set(_ outcome: Outcome) { stored.withLock { $0 = outcome } }
  }
}
