import Synchronization

/// Whether an exchange is to end: told by its task, asked by its thread.
final class Cancellation: Sendable {
  private struct State {
    var isCancelled = false
    var signal: WakeSignal?
  }
  private let state = Mutex(State())

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// From now on this signal is rung.
  func attach(_ signal: WakeSignal) { state.withLock { $0.signal = signal } }

  func cancel() {
    let signal = state.withLock { state in
      state.isCancelled = true
      return state.signal
    }
    signal?.ring()
  }
}
