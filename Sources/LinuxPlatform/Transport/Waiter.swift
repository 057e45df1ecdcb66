import Glibc

/// Waits for sockets, no longer than one exchange may. A deadline ends waiting, never reading: what is there is found even
/// when the time is over.
final class Waiter {
  private let signal: WakeSignal
  private let cancellation: Cancellation
  private var whole: Patience
  private var phase: Patience?

  init(_ deadline: Duration, signal: WakeSignal, cancellation: Cancellation) {
    self.signal = signal
    self.cancellation = cancellation
    whole = Patience(deadline, from: .now)
    cancellation.attach(signal)
  }

  /// What begins now has this long at most; nil for as long as the whole.
  func limit(_ duration: Duration?) { phase = duration.map { Patience($0, from: .now) } }

  /// Whether the time is over. Throws where the exchange was cancelled.
  func isOver() throws(TransportFailure) -> Bool { try left() == .zero }

  /// True where something may be ready or the signal was rung, false where the time is over, or `most` of it has passed.
  /// The answers are in `revents`.
  func wait(for sockets: inout [pollfd], atMost most: Duration? = nil) throws(TransportFailure) -> Bool {
    var share = most.map { Patience($0, from: .now) }
    var shortage = Shortage()
    while true {
      share?.pass(.now)
      let left = min(try left(), share?.left ?? Patience.slice)
      var all = sockets + [pollfd(fd: signal.number, events: Int16(POLLIN), revents: 0)]
      let count = poll(&all, nfds_t(all.count), Self.milliseconds(left))
      if count < 0 {
        let error = ErrorNumber()
        // EAGAIN is a want of memory here (poll(2)).
        let isPassing = error.number == EINTR || shortage.mayPass(error.number == EAGAIN ? ENOMEM : error.number)
        guard isPassing else {
          throw TransportFailure(.unreachable(error.text), sent: true)
        }
        continue
      }
      if count > 0 {
        if all.last?.revents != 0 { signal.drain() }
        sockets = Array(all.dropLast())
        _ = try self.left()
        return true
      }
      if left == .zero { return false }
    }
  }

  /// The same for one socket.
  func wait(for socket: Int32, _ events: Int32) throws(TransportFailure) -> Bool {
    var sockets = [pollfd(fd: socket, events: Int16(truncatingIfNeeded: events), revents: 0)]
    return try wait(for: &sockets)
  }

  private func left() throws(TransportFailure) -> Duration {
    if cancellation.isCancelled { throw TransportFailure(.cancelled, sent: true) }
    let now = SuspendingClock.now
    whole.pass(now)
    phase?.pass(now)
    return min(whole.left, phase?.left ?? whole.left)
  }

  /// Rounded up, so that the last part of a wait is no busy loop.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let slice = min(duration, Patience.slice)
    let (seconds, attoseconds) = slice.components
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
