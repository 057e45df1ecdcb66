import Glibc
import HTTP

/// Connects to one of a host's addresses. Each is judged before it is connected to: what a name resolves to is who answers
/// the DNS's to say, and a host that is too near is sent nothing at all.
struct Dialler {
  let waiter: Waiter
  let signal: WakeSignal
  /// The nearest address that may be connected to.
  let reach: AddressScope

  /// Before the next address is tried beside one that does not answer (RFC 8305 §5).
  private static let stagger = Duration.milliseconds(250)

  /// A connected socket that never blocks, and where it leads.
  struct Line: ~Copyable {
    let socket: Descriptor
    let address: NetworkAddress

    consuming func takeSocket() -> Descriptor { socket }
  }

  private struct Attempt {
    let socket: Int32
    let address: NetworkAddress
  }

  /// Throws what became of the first address where none can be connected to.
  func dial(_ host: String, port: Int) throws(TransportFailure) -> Line {
    try race(Self.choose(from: addresses(of: host, port), reach))
  }

  /// Those that are not too near, of which there may be some beside others that are.
  static func choose(
    from addresses: [NetworkAddress], _ reach: AddressScope
  ) throws(TransportFailure) -> [NetworkAddress] {
    guard let first = addresses.first else { throw TransportFailure(.unresolved, sent: false) }
    let allowed = addresses.filter { $0.scope <= reach }
    guard !allowed.isEmpty else {
      throw TransportFailure(.outOfReach(address: first.text, first.scope), sent: false)
    }
    return allowed
  }

  private func addresses(of host: String, _ port: Int) throws(TransportFailure) -> [NetworkAddress] {
    let literal = NameLookup.literal(host, port: port)
    if !literal.isEmpty { return literal }
    guard let lookup = NameLookup.start(host, port: port, ringing: signal) else {
      throw TransportFailure(.unreachable(ErrorNumber(EAGAIN).text), sent: false)
    }
    var nothing: [pollfd] = []
    while true {
      if let addresses = lookup.addresses { return addresses }
      guard try waiter.wait(for: &nothing) else { throw TransportFailure(.timedOut, sent: false) }
    }
  }

  private func race(_ addresses: [NetworkAddress]) throws(TransportFailure) -> Line {
    var rest = addresses[...]
    var running: [Attempt] = []
    var failure: TransportFailure?
    defer { for attempt in running { close(attempt.socket) } }
    while true {
      if let next = rest.popFirst() {
        do throws(TransportFailure) { running.append(try Self.begin(next)) } catch {
          failure = failure ?? error
          if running.isEmpty { continue }
        }
      }
      guard !running.isEmpty else { throw failure ?? TransportFailure(.unresolved, sent: false) }
      var sockets = running.map { pollfd(fd: $0.socket, events: Int16(POLLOUT), revents: 0) }
      let isReady = try waiter.wait(for: &sockets, atMost: rest.isEmpty ? nil : Self.stagger)
      if !isReady, try waiter.isOver() { throw TransportFailure(.timedOut, sent: false) }
      for polled in sockets where polled.revents != 0 {
        guard let index = running.firstIndex(where: { $0.socket == polled.fd }) else { continue }
        let attempt = running.remove(at: index)
        let socket = Descriptor(owning: attempt.socket)
        let error = Self.pendingError(attempt.socket)
        if error == 0 { return Line(socket: socket, address: attempt.address) }
        failure = failure ?? TransportFailure(connecting: ErrorNumber(error))
      }
    }
  }

  private static func begin(_ address: NetworkAddress) throws(TransportFailure) -> Attempt {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let number = socket(address.family, kind, 0)
    guard number >= 0 else { throw TransportFailure(connecting: ErrorNumber()) }
    var on: Int32 = 1
    setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    guard address.connect(number) != 0 else { return Attempt(socket: number, address: address) }
    let error = ErrorNumber()
    // A signal does not end what was begun (connect(2), EINTR).
    guard error.number == EINPROGRESS || error.number == EINTR else {
      close(number)
      throw TransportFailure(connecting: error)
    }
    return Attempt(socket: number, address: address)
  }

  private static func pendingError(_ socket: Int32) -> Int32 {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else { return errno }
    return error
  }
}
