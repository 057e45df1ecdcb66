import Glibc

/// A thread with a connection that it keeps for a while after an exchange, in case another one for the same route comes.
final class ConnectionThread: Sendable {
  /// An exchange. What it returns tells its task the result, once the connection is there for others.
  typealias Job = @Sendable (WakeSignal, inout Connection?) -> @Sendable () -> Void

  let route: HTTPRoute
  /// Rung for a job, a cancellation and the shutdown.
  let signal: WakeSignal

  /// Shorter than what servers keep, so that a request is seldom sent into a connection that is being closed.
  private static let idleTime = Duration.seconds(3)
  /// For one that was opened ahead: what is done before its request is sent waits for the disk.
  private static let unusedTime = Duration.seconds(60)

  /// Whether the first job opens the connection for the one after it.
  private let isOpening: Bool

  /// Throws where the system has no descriptor to give.
  init(_ route: HTTPRoute, isOpening: Bool) throws(ErrorNumber) {
    self.route = route
    self.isOpening = isOpening
    signal = try WakeSignal()
  }

  /// Does the job and those that follow, and ends when the connection does. False where the system has no thread to give.
  func start(_ job: @escaping Job, in threads: ConnectionThreads) -> Bool {
    DetachedThread.start { self.run(job, threads) }
  }

  private func run(_ first: @escaping Job, _ threads: ConnectionThreads) {
    var connection: Connection?
    var job = first
    var isUnused = isOpening
    while true {
      let tell = job(signal, &connection)
      if connection != nil, !threads.offer(self, unused: isUnused) { connection = nil }
      tell()
      guard let kept = connection else { return }
      if !isWanted(kept, for: isUnused ? Self.unusedTime : Self.idleTime) { connection = nil }
      guard let next = threads.takeBack(self) else { return }
      job = next
      isUnused = false
    }
  }

  /// Waits for the signal; false where the server ends the connection, or the time is over.
  private func isWanted(_ connection: Connection, for time: Duration) -> Bool {
    var patience = Patience(time, from: .now)
    while patience.left > .zero {
      var polled = [
        pollfd(fd: signal.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: connection.number, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&polled, 2, Int32(Patience.slice.components.attoseconds / 1_000_000_000_000_000))
      patience.pass(.now)
      if count > 0, polled[0].revents != 0 {
        signal.drain()
        return true
      }
      if count > 0, !connection.isStillGood() { return false }
    }
    return false
  }
}
