import CLinux
import Glibc
import Synchronization

/// The callback listener's wire: HTTP/1 for a few browsers, on one thread that waits in poll(2).
final class CallbackServer: Sendable {
  /// Told of each request, on the server's thread; answers once, from wherever it likes.
  typealias Handler = @Sendable (CallbackRequest, LoopbackPeer?, @escaping @Sendable (CallbackResponse) -> Void) -> Void

  private struct Mail {
    var answers: [(connection: Int, response: CallbackResponse)] = []
    var isStopping = false
    var isOver = false
    var stopped: [CheckedContinuation<Void, Never>] = []
  }

  private let mail = Mutex(Mail())
  private let signal: WakeSignal
  private let handler: Handler

  /// How long a stop waits for answers under way.
  private static let grace = Duration.seconds(2)
  /// Connections at a time: browsers open some ahead, and anybody on the machine can. The oldest that has not asked yet goes.
  private static let most = 100

  /// Binds the port of each address, and serves until `stop()`. Throws, with nothing left bound, where the system refuses
  /// a socket, a descriptor or a thread.
  init(on family: LoopbackFamily, port: Int, handler: @escaping Handler) throws(ErrorNumber) {
    signal = try WakeSignal()
    self.handler = handler
    var sockets: [Int32] = []
    do throws(ErrorNumber) {
      for member in family.members { sockets.append(try CallbackSocket.listening(member, port: port)) }
      let bound = sockets
      guard DetachedThread.start({ self.serve(bound) }) else { throw ErrorNumber(EAGAIN) }
    } catch {
      for socket in sockets { close(socket) }
      throw error
    }
  }

  /// Stops accepting, lets answers under way finish for at most two seconds, then closes every connection. When it returns,
  /// the port is free.
  func stop() async {
    await withCheckedContinuation { continuation in
      let isOver = mail.withLock { mail in
        mail.isStopping = true
        if !mail.isOver { mail.stopped.append(continuation) }
        return mail.isOver
      }
      if isOver { continuation.resume() } else { signal.ring() }
    }
  }

  private func serve(_ bound: [Int32]) {
    var sockets = bound, connections: [Int: CallbackConnection] = [:], accepted = 0, grace: Patience?
    while true {
      let (answers, isStopping) = mail.withLock { mail in
        defer { mail.answers = [] }
        return (mail.answers, mail.isStopping)
      }
      for answer in answers { connections[answer.connection]?.answer(answer.response) }
      connections = connections.filter { !$0.value.isOver && (!isStopping || $0.value.isAnswering) }
      if isStopping {
        for socket in sockets { close(socket) }
        sockets = []
        var left = grace ?? Patience(Self.grace, from: .now)
        left.pass(.now)
        grace = left
        if connections.isEmpty || left.left == .zero { break }
      }
      let ready = wait(for: sockets, connections, atMost: isStopping ? 100 : -1)
      for (id, found) in ready.connections {
        guard let connection = connections[id], let request = connection.advance(found) else { continue }
        handler(request, LoopbackPeer(connection.socket)) { self.post($0, to: id) }
      }
      for socket in ready.sockets {
        guard let new = Self.accept(socket) else { continue }
        accepted += 1
        connections[accepted] = CallbackConnection(new)
        if connections.count > Self.most, let oldest = connections.filter({ !$0.value.isAnswering }).keys.min() {
          connections[oldest] = nil
        }
      }
    }
    connections = [:]
    let stopped = mail.withLock { mail in
      mail.isOver = true
      return mail.stopped
    }
    for continuation in stopped { continuation.resume() }
  }

  private func post(_ response: CallbackResponse, to connection: Int) {
    mail.withLock { $0.answers.append((connection, response)) }
    signal.ring()
  }

  /// What is ready, and what poll(2) says of it.
  private func wait(
    for sockets: [Int32], _ connections: [Int: CallbackConnection], atMost milliseconds: Int32
  ) -> (sockets: [Int32], connections: [(Int, Int16)]) {
    let order = connections.sorted { $0.key < $1.key }
    var polled = [pollfd(fd: signal.number, events: Int16(POLLIN), revents: 0)]
    polled += sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled += order.map { pollfd(fd: $0.value.socket, events: $0.value.interest, revents: 0) }
    guard poll(&polled, nfds_t(polled.count), milliseconds) >= 0 else {
      // A want of memory passes, or the login's own time does.
      if errno != EINTR { usleep(Self.pause) }
      return ([], [])
    }
    if polled[0].revents != 0 { signal.drain() }
    let found = polled.dropFirst().map(\.revents)
    return (
      zip(sockets, found).filter { $0.1 != 0 }.map(\.0),
      zip(order, found.dropFirst(sockets.count)).filter { $0.1 != 0 }.map { ($0.0.key, $0.1) }
    )
  }

  private static let pause: UInt32 = 20_000

  private static func accept(_ socket: Int32) -> Int32? {
    let accepted = clinux_accept(socket)
    if accepted >= 0 { return accepted }
    // Who waits in the queue is there again at once.
    if ![EAGAIN, EINTR, ECONNABORTED].contains(-accepted) { usleep(pause) }
    return nil
  }
}
