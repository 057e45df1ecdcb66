import Foundation
public import NIOSSL
import Synchronization

/// A server that says exactly the bytes it is told to, over TCP or TLS, and ends connections in every way there is.
public final class WireServer: Sendable {
  /// What one request meets.
  public struct Answer: Sendable {
    public var bytes: [UInt8]
    public var ending: Ending

    public init(_ bytes: [UInt8], _ ending: Ending = .close) {
      self.bytes = bytes
      self.ending = ending
    }

    public init(_ text: String, _ ending: Ending = .close) { self.init(Array(text.utf8), ending) }
  }

  /// What becomes of the connection behind the answer.
  public enum Ending: Sendable, CaseIterable {
    /// FIN, under TLS with close_notify.
    case close
    /// FIN, without a word of TLS.
    case cut
    /// RST.
    case reset
    /// Nothing until the client goes.
    case hold
    /// The next request may come on it.
    case keep
  }

  public let port: Int
  private let socket: Int32
  private let isStopped = Mutex(false)
  private let tls: NIOSSLContext?
  private let answer: @Sendable (WireRequest) -> Answer
  private let counts = Mutex((connections: 0, requests: 0, ended: 0))

  /// Answers until it is stopped; each connection has a thread.
  public init(tls: NIOSSLContext? = nil, _ answer: @escaping @Sendable (WireRequest) -> Answer) throws {
    (socket, port) = try WireSocket.listen()
    self.tls = tls
    self.answer = answer
    let socket = socket
    Thread.detachNewThread { [weak self] in
      defer { close(socket) }
      while true {
        let client = accept(socket, nil, nil)
        guard client >= 0 else {
          if errno == EINTR || errno == ECONNABORTED { continue }
          return
        }
        guard let server = self else {
          close(client)
          return
        }
        Thread.detachNewThread { server.serve(client) }
      }
    }
  }

  deinit { stop() }

  /// Takes no further connection.
  public func stop() {
    // Its thread closes the descriptor then, and the number may be another's.
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    if isFirst { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  public var connections: Int { counts.withLock { $0.connections } }
  public var requests: Int { counts.withLock { $0.requests } }
  /// Connections that it has ended, or whose client has.
  public var ended: Int { counts.withLock { $0.ended } }

  private func serve(_ client: Int32) {
    let connection = WireSocket(client, tls)
    let number = counts.withLock {
      $0.connections += 1
      return $0.connections
    }
    while let request = WireRequest.read(from: connection, number: number) {
      counts.withLock { $0.requests += 1 }
      let answer = answer(request)
      connection.write(answer.bytes)
      switch answer.ending {
      case .keep: continue
      case .hold: while !connection.read().isEmpty {}
      case .close: connection.sayGoodbye()
      case .reset: connection.resets = true
      case .cut: break
      }
      break
    }
    connection.end()
    counts.withLock { $0.ended += 1 }
  }
}
