import Glibc
import Synchronization

/// Waits for a worker's report on a thread that may block.
final class ReportReader: Sendable {
  private enum State {
    case waiting(CheckedContinuation<[UInt8]?, Never>?)
    case done([UInt8]?)
  }

  private let state = Mutex(State.waiting(nil))

  /// Holds the line until the report is there.
  init(_ line: WorkerLine) {
    let hasStarted = DetachedThread.start { [self] in
      let frame = line.receive()
      if let passed = frame?.descriptor { close(passed) }
      finish(frame?.bytes ?? [])
    }
    if !hasStarted { finish([]) }
  }

  /// The report, empty where the worker ended without one; nil when the calling task was cancelled first.
  func bytes() async -> [UInt8]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let done = state.withLock { state -> [UInt8]?? in
          if case .done(let bytes) = state { return .some(bytes) }
          state = .waiting(continuation)
          return nil
        }
        if let done { continuation.resume(returning: done) }
      }
    } onCancel: {
      finish(nil)
    }
  }

  private func finish(_ bytes: [UInt8]?) {
    let waiting = state.withLock { state -> CheckedContinuation<[UInt8]?, Never>? in
      guard case .waiting(let continuation) = state else { return nil }
      state = .done(bytes)
      return continuation
    }
    waiting?.resume(returning: bytes)
  }
}
