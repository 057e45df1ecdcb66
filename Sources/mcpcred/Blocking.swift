import Dispatch
import LinuxPlatform
import Synchronization

/// Runs one asynchronous use case under the synchronous root: an asynchronous one would cost every command its start-up.
enum Blocking {
  /// Waits for the body. SIGINT, SIGTERM and SIGHUP cancel its task once; a second one ends the process.
  static func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome = Outcome<Result<Value, Failure>>()
    let task = Task.detached {
      do throws(Failure) { outcome.set(.success(try await body())) } catch { outcome.set(.failure(error)) }
    }
    _ = TerminationSignals.watch { _ in task.cancel() }
    return try outcome.wait().get()
  }

  /// Carries one value from the task to the thread that waits for it.
  private final class Outcome<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
      stored.withLock { $0 = value }
      done.signal()
    }

    func wait() -> Value {
      while true {
        done.wait()
        if let value = stored.withLock({ $0 }) { return value }
      }
    }
  }
}
