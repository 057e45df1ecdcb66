import Glibc
import HTTP

/// An open connection, with or without TLS. To be used by the thread that made it, and no other.
final class Connection {
  /// What reading brought.
  enum Arrival {
    /// At least one byte.
    case bytes(ArraySlice<UInt8>)
    /// Nothing more for now.
    case nothing
    /// Nothing more at all; clean where the peer has said so.
    case end(isClean: Bool)
  }

  /// The scope of the address it leads to; nil behind a proxy.
  let peer: AddressScope?
  private let socket: Descriptor
  private var tls: TLSSession?
  private var outgoing: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(_ socket: consuming Descriptor, peer: AddressScope?) {
    self.socket = socket
    self.peer = peer
  }

  deinit {
    guard let tls else { return }
    tls.end()
    // Not behind a request that was given up: the rest of it would go out after all.
    guard outgoing.isEmpty else { return }
    outgoing = tls.takeOutbound()
    _ = flush()
  }

  /// To be waited for.
  var number: Int32 { socket.number }

  /// Whether something waits for room in the socket.
  var hasOutgoing: Bool { !outgoing.isEmpty }

  /// Puts TLS over it. The server has proved that it is this host, or this address, when this returns.
  func secure(_ session: TLSSession, host: String?, _ waiter: Waiter) throws(TransportFailure) {
    tls = session
    while !session.isUp {
      outgoing += session.takeOutbound()
      guard flush() else { throw TransportFailure(.closed, sent: false) }
      guard try waiter.wait(for: number, POLLIN | (hasOutgoing ? POLLOUT : 0)) else {
        throw TransportFailure(.timedOut, sent: false)
      }
      do throws(TransportFailure) {
        switch try receive() {
        case .bytes(let bytes): try session.receive(bytes)
        case .end: try session.receiveEnd()
        case .nothing: break
        }
      } catch {
        // The alert that tells the server why.
        outgoing += session.takeOutbound()
        _ = flush()
        throw TransportFailure(error.kind, sent: false)
      }
    }
    if let host { try session.checkIdentity(host) }
    outgoing += session.takeOutbound()
  }

  /// Takes bytes to be sent by `flush`.
  func send(_ bytes: [UInt8]) {
    guard let tls else { return outgoing += bytes }
    tls.send(bytes)
    outgoing += tls.takeOutbound()
  }

  /// Sends as much as the socket has room for. False where the peer takes nothing any more; what it has said can be read all
  /// the same.
  func flush() -> Bool {
    var shortage = Shortage()
    while !outgoing.isEmpty {
      let count = outgoing.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0 {
        let error = errno
        if error == EINTR || shortage.mayPass(error) { continue }
        return error == EAGAIN
      }
      outgoing.removeFirst(count)
    }
    return true
  }

  /// Whatever the peer has sent so far, a piece of it. Throws where the connection broke, or TLS did. The limit is for a
  /// conversation before TLS.
  func read(atMost limit: Int = .max) throws(TransportFailure) -> Arrival {
    guard let tls else { return try receive(atMost: limit) }
    while true {
      let waiting = tls.takeInbound()
      if !waiting.isEmpty { return .bytes(waiting[...]) }
      if tls.isClosed { return .end(isClean: true) }
      switch try receive() {
      case .nothing: return .nothing
      case .end: return .end(isClean: false)
      case .bytes(let bytes):
        do throws(TransportFailure) { try tls.receive(bytes) } catch {
          // What came before the fault is good.
          let last = tls.takeInbound()
          if last.isEmpty { throw error }
          return .bytes(last[...])
        }
        outgoing += tls.takeOutbound()
      }
    }
  }

  /// Whether nothing has come since the last answer, so that the next one will be the next request's.
  func isStillGood() -> Bool {
    if case .nothing? = try? read() { true } else { false }
  }

  private func receive(atMost limit: Int = .max) throws(TransportFailure) -> Arrival {
    var shortage = Shortage()
    while true {
      let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, min($0.count, limit), 0) }
      if count > 0 { return .bytes(buffer[..<count]) }
      if count == 0 { return .end(isClean: true) }
      let error = errno
      switch error {
      case EINTR: continue
      case EAGAIN: return .nothing
      case _ where shortage.mayPass(error): continue
      case ETIMEDOUT: throw TransportFailure(.timedOut, sent: true)
      default: throw TransportFailure(.closed, sent: true)
      }
    }
  }
}
