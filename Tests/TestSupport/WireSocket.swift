import Foundation
import NIOCore
import NIOEmbedded
import NIOSSL

/// A blocking connection for tests, with or without TLS. Of one thread only.
final class WireSocket {
  let number: Int32
  /// Ends with RST.
  var resets = false
  private let channel: EmbeddedChannel?

  init(_ number: Int32, _ tls: NIOSSLContext? = nil) {
    self.number = number
    guard let tls else {
      channel = nil
      return
    }
    channel = EmbeddedChannel(handler: NIOSSLServerHandler(context: tls))
    channel?.pipeline.fireChannelActive()
  }

  static func listen() throws -> (socket: Int32, port: Int) {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) + Foundation.listen(socket, 64) + getsockname(socket, $0, &length)
      }
    }
    guard socket >= 0, bound == 0 else { throw POSIXError(.EADDRINUSE) }
    return (socket, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// Nil where nobody listens.
  static func connect(port: Int) -> Int32? {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port)
    let failure = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if failure == 0 { return socket }
    close(socket)
    return nil
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    return address
  }

  /// Empty at the end of the connection.
  func read() -> [UInt8] {
    while true {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(number, &buffer, buffer.count, 0)
      guard count > 0 else { return [] }
      guard let channel else { return Array(buffer[..<count]) }
      do { try channel.writeInbound(ByteBuffer(bytes: buffer[..<count])) } catch { return [] }
      flush()
      var bytes: [UInt8] = []
      while let piece = try? channel.readInbound(as: ByteBuffer.self) { bytes += piece.readableBytesView }
      if !bytes.isEmpty { return bytes }
    }
  }

  func write(_ bytes: [UInt8]) {
    guard let channel else { return send(bytes) }
    channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    flush()
  }

  /// close_notify, where there is TLS.
  func sayGoodbye() {
    channel?.close(promise: nil)
    flush()
  }

  func end() {
    if resets {
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
    }
    close(number)
  }

  private func flush() {
    while let piece = try? channel?.readOutbound(as: ByteBuffer.self) { send(Array(piece.readableBytesView)) }
  }

  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
