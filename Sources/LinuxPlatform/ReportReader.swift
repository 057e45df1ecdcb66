import Glibc
import Synchronization

/// Waits for a worker's report on a thread that may block.
final class ReportReader: Sendable {
  private enum State {
    case waiting(CheckedContinuation<[UInt8]?, Never>?)
    case done([UInt8]?)
  }

  private static let limit = 256 * 1024
  private let state = Mutex(State.waiting(nil))

  /// Takes the descriptor over.
  init(_ descriptor: Int32) {
    let hasStarted = DetachedThread.start { [self] in
      let file = Descriptor(owning: descriptor)
      finish((try? file.read(limit: Self.limit)) ?? [])
    }
    if !hasStarted {
      close(descriptor)
      finish([])
    }
  }

  /// All of the report, up to where the worker closed it; nil when the calling task was cancelled first.
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
