import Foundation
import Synchronization

/// A server that says exactly these bytes to one client, whatever it asks, and knows how the client went away.
final class RawServer: Sendable {
  let port: Int
  private let socket: Int32
  private let closedByPeer = Mutex(false)

  /// With `holds`, the connection stays open after the bytes until the client closes it.
  init(saying bytes: [UInt8], holds: Bool = false) throws {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) + listen(socket, 8) + getsockname(socket, $0, &length)
      }
    }
    guard socket >= 0, bound == 0 else { throw POSIXError(.EADDRINUSE) }
    self.socket = socket
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in serve(bytes, holds: holds) }
  }

  var isClosedByPeer: Bool { closedByPeer.withLock { $0 } }

  private func serve(_ bytes: [UInt8], holds: Bool) {
    let client = accept(socket, nil, nil)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    _ = recv(client, &buffer, buffer.count, 0)
    _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    while holds {
      if recv(client, &buffer, buffer.count, 0) <= 0 {
        closedByPeer.withLock { $0 = true }
        break
      }
    }
    close(client)
    close(socket)
  }
}
