import Glibc
import HTTP
import Synchronization

/// The threads of one transport: one for each exchange that is under way, and for a while one for each kept connection.
final class ConnectionThreads: Sendable {
  private struct State {
    var idle: [Idle] = []
    var running: [ObjectIdentifier: Cancellation] = [:]
    var isShutDown = false
  }
  private let state = Mutex(State())

  /// A thread that keeps a connection, and the job it was given meanwhile.
  private struct Idle {
    let thread: ConnectionThread
    /// Whether no request has gone over the connection yet.
    let isUnused: Bool
    var job: ConnectionThread.Job?
  }

  /// Which connection a job is for.
  enum Use {
    /// A new one, which it leaves unused for the next job.
    case opening
    /// One that nobody has used.
    case unused
    /// One that has carried other requests, too.
    case any
  }

  /// Has a thread do the job: one that keeps such a connection of this route, or a new one. Throws, without having begun,
  /// where the system gives no thread or no descriptor, and after the shutdown.
  func run(
    _ route: HTTPRoute, over use: Use, _ cancellation: Cancellation, _ job: @escaping ConnectionThread.Job
  ) throws(TransportFailure) {
    let (isShutDown, kept) = state.withLock { state -> (Bool, ConnectionThread?) in
      guard !state.isShutDown else { return (true, nil) }
      state.running[ObjectIdentifier(cancellation)] = cancellation
      let index = state.idle.lastIndex {
        $0.thread.route == route && $0.job == nil && (use == .any || (use == .unused && $0.isUnused))
      }
      guard let index else { return (false, nil) }
      state.idle[index].job = job
      return (false, state.idle[index].thread)
    }
    if isShutDown { throw TransportFailure(.cancelled, sent: false) }
    if let kept { return kept.signal.ring() }
    do throws(ErrorNumber) {
      let thread = try ConnectionThread(route, isOpening: use == .opening)
      guard thread.start(job, in: self) else { throw ErrorNumber(EAGAIN) }
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
  func offer(_ thread: ConnectionThread, unused: Bool) -> Bool {
    state.withLock { state in
      guard !state.isShutDown else { return false }
      state.idle.append(Idle(thread: thread, isUnused: unused))
      return true
    }
  }

  /// Whether a connection of this route waits for its first request.
  func keepsUnused(_ route: HTTPRoute) -> Bool {
    state.withLock { $0.idle.contains { $0.thread.route == route && $0.isUnused && $0.job == nil } }
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
