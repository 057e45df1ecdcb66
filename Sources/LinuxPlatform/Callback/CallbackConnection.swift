import Glibc

/// One connection of a browser's: a request in, an answer out. Nothing that a peer does is an error of this process.
final class CallbackConnection {
  private enum Phase {
    case reading([UInt8])
    /// The page is being thought about.
    case waiting(isHead: Bool, hasBody: Bool)
    case writing(ArraySlice<UInt8>, hasBody: Bool)
    /// What the peer still sends is read away: closing on it would take the answer back (RFC 9112 §9.6).
    case lingering(bytes: Int)
    case over
  }

  let socket: Int32
  private var phase = Phase.reading([])

  private static let longestRest = 1 << 20

  /// Takes the socket over, which must not block.
  init(_ socket: Int32) { self.socket = socket }

  deinit { close(socket) }

  var isOver: Bool { if case .over = phase { true } else { false } }

  /// Whether a request has come whose answer is not all sent.
  var isAnswering: Bool {
    switch phase {
    case .waiting, .writing: true
    case .reading, .lingering, .over: false
    }
  }

  /// What poll(2) should wait for. A peer that goes away is told in any case.
  var interest: Int16 {
    switch phase {
    case .reading, .lingering: Int16(POLLIN)
    case .writing: Int16(POLLOUT)
    case .waiting, .over: 0
    }
  }

  /// Goes on after poll(2) has found something; a request that is whole now.
  func advance(_ found: Int16) -> CallbackRequest? {
    switch phase {
    case .reading(let bytes): return read(bytes)
    case .writing: write()
    case .lingering(let bytes): linger(bytes)
    case .waiting: if found & Int16(POLLHUP | POLLERR) != 0 { phase = .over }
    case .over: break
    }
    return nil
  }

  /// To be called once for each request.
  func answer(_ response: CallbackResponse) {
    guard case .waiting(let isHead, let hasBody) = phase else { return }
    phase = .writing(response.bytes(isHead: isHead)[...], hasBody: hasBody)
    write()
  }

  private func read(_ before: [UInt8]) -> CallbackRequest? {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else {
      if count == 0 || !Self.mayPass(errno) { phase = .over }
      return nil
    }
    let bytes = before + buffer[..<count]
    switch CallbackRequest.read(bytes, searched: before.count) {
    case .incomplete: phase = .reading(bytes)
    case .malformed:
      phase = .waiting(isHead: false, hasBody: true)
      answer(RedirectGate.malformed)
    case .request(let request):
      phase = .waiting(isHead: request.method == "HEAD", hasBody: request.hasBody)
      return request
    }
    return nil
  }

  private func write() {
    while case .writing(let rest, let hasBody) = phase {
      let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count >= 0 else {
        if errno == EINTR { continue }
        if !Self.mayPass(errno) { phase = .over }
        return
      }
      let left = rest.dropFirst(count)
      if !left.isEmpty { phase = .writing(left, hasBody: hasBody) } else { end(hasBody) }
    }
  }

  private func end(_ hasBody: Bool) {
    phase = hasBody && shutdown(socket, Int32(SHUT_WR)) == 0 ? .lingering(bytes: 0) : .over
  }

  private func linger(_ bytes: Int) {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(socket, &buffer, buffer.count, 0)
    if count < 0, Self.mayPass(errno) { return }
    phase = count > 0 && bytes < Self.longestRest ? .lingering(bytes: bytes + count) : .over
  }

  private static func mayPass(_ error: Int32) -> Bool {
    error == EAGAIN || error == EINTR || error == ENOMEM || error == ENOBUFS
  }
}
