import Foundation
import Synchronization

/// A proxy that leads every host to this machine: CONNECT and SOCKS 5, whichever the client speaks.
public final class WireProxy: Sendable {
  public let port: Int
  private let socket: Int32
  private let isStopped = Mutex(false)
  private let served = Mutex(0)

  public init() throws {
    (socket, port) = try WireSocket.listen()
    let socket = socket
    Thread.detachNewThread { [weak self] in
      defer { close(socket) }
      while true {
        let client = accept(socket, nil, nil)
        guard client >= 0 else { return }
        guard let proxy = self else {
          close(client)
          return
        }
        Thread.detachNewThread { proxy.serve(client) }
      }
    }
  }

  deinit { stop() }

  public func stop() {
    // Its thread closes the descriptor then, and the number may be another's.
    let isFirst = isStopped.withLock { isStopped in
      defer { isStopped = true }
      return !isStopped
    }
    if isFirst { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// The connections that were made for clients.
  public var connections: Int { served.withLock { $0 } }

  private func serve(_ client: Int32) {
    let connection = WireSocket(client)
    defer { connection.end() }
    let first = connection.read()
    let port: Int?
    if first.first == 5 {
      connection.write([5, 0])
      let asked = connection.read()
      port = asked.count > 6 ? Int(asked[asked.count - 2]) << 8 | Int(asked[asked.count - 1]) : nil
    } else {
      let target = String(decoding: first, as: UTF8.self).split(separator: " ")
      port = target.count > 1 ? target[1].split(separator: ":").last.flatMap { Int($0) } : nil
    }
    guard let port, let server = WireSocket.connect(port: port) else { return }
    defer { close(server) }
    served.withLock { $0 += 1 }
    connection.write(first.first == 5 ? [5, 0, 0, 1, 0, 0, 0, 0, 0, 0] : Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
    relay(client, server)
  }

  private func relay(_ one: Int32, _ other: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var open = [(from: one, to: other), (from: other, to: one)]
    while !open.isEmpty {
      var polled = open.map { pollfd(fd: $0.from, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), 30_000) > 0 else { return }
      for (index, entry) in polled.enumerated().reversed() where entry.revents != 0 {
        let count = recv(entry.fd, &buffer, buffer.count, 0)
        if count < 0 { return }
        if count == 0 {
          shutdown(open[index].to, Int32(SHUT_WR))
          open.remove(at: index)
        } else if send(open[index].to, buffer, count, Int32(MSG_NOSIGNAL)) != count {
          return
        }
      }
    }
  }
}
