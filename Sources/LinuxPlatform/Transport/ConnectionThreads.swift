import Glibc
import HTTP
import Synchronization

/// The threads of one transport: one for each exchange that is under way, and for a while one for each kept connection.
final class ConnectionThreads: Sendable {
  private struct State {
    var idle: [(thread: ConnectionThread, job: ConnectionThread.Job?)] = []
    var running: [ObjectIdentifier: Cancellation] = [:]
    var isShutDown = false
  }
  private let state = Mutex(State())

  /// Has a thread do the job: one that keeps a connection of this route, where that is wanted, or a new one. Throws, without
  /// having begun, where the system gives no thread or no descriptor, and after the shutdown.
  func run(
    _ route: HTTPRoute, reusing: Bool, _ cancellation: Cancellation, _ job: @escaping ConnectionThread.Job
  ) throws(TransportFailure) {
    let (isShutDown, kept) = state.withLock { state -> (Bool, ConnectionThread?) in
      guard !state.isShutDown else { return (true, nil) }
      state.running[ObjectIdentifier(cancellation)] = cancellation
      guard reusing, let index = state.idle.lastIndex(where: { $0.thread.route == route && $0.job == nil }) else {
        return (false, nil)
      }
      state.idle[index].job = job
      return (false, state.idle[index].thread)
    }
    if isShutDown { throw TransportFailure(.cancelled, sent: false) }
    if let kept { return kept.signal.ring() }
    do throws(ErrorNumber) {
      guard try ConnectionThread(route).start(job, in: self) else { throw ErrorNumber(EAGAIN) }
    } catch {
      ended(cancellation)
      throw TransportFailure(.unreachable(error.text), sent: false)
    }
  }

  /// To be called at the end of each job.
  func ended(_ cancellation: Cancellation) {
    state.withLock { _ = $0.running.removeValue(forKey: ObjectIdentifier(cancellation)) }
  }

  /// A thread keeps its connection. False after the shutdown.
  func offer(_ thread: ConnectionThread) -> Bool {
    state.withLock { state in
      guard !state.isShutDown else { return false }
      state.idle.append((thread, nil))
      return true
    }
  }

  /// The thread is no longer there for others; the job that was given to it, if any.
  func takeBack(_ thread: ConnectionThread) -> ConnectionThread.Job? {
    state.withLock { state in
      guard let index = state.idle.firstIndex(where: { $0.thread === thread }) else { return nil }
      return state.idle.remove(at: index).job
    }
  }

  /// Cancels every exchange, and every later one, and closes the kept connections.
  func shutDown() {
    let (running, idle) = state.withLock { state in
      state.isShutDown = true
      return (Array(state.running.values), state.idle.map(\.thread))
    }
    for cancellation in running { cancellation.cancel() }
    for thread in idle { thread.signal.ring() }
  }
}
