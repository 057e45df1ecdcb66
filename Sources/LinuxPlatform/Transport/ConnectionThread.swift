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

  /// Throws where the system has no descriptor to give.
  init(_ route: HTTPRoute) throws(ErrorNumber) {
    self.route = route
    signal = try WakeSignal()
  }

  /// Does the job and those that follow, and ends when the connection does. False where the system has no thread to give.
  func start(_ job: @escaping Job, in threads: ConnectionThreads) -> Bool {
    DetachedThread.start { self.run(job, threads) }
  }

  private func run(_ first: @escaping Job, _ threads: ConnectionThreads) {
    var connection: Connection?
    var job = first
    while true {
      let tell = job(signal, &connection)
      if connection != nil, !threads.offer(self) { connection = nil }
      tell()
      guard let kept = connection else { return }
      if !isWanted(kept) { connection = nil }
      guard let next = threads.takeBack(self) else { return }
      job = next
    }
  }

  /// Waits for the signal; false where the server ends the connection, or the time is over.
  private func isWanted(_ connection: Connection) -> Bool {
    var patience = Patience(Self.idleTime, from: .now)
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
