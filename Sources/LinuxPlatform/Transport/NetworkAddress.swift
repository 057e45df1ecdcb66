import Glibc
import HTTP
import NIOCore

/// An address with a port.
struct NetworkAddress: Sendable {
  private var storage = sockaddr_storage()
  private let length: socklen_t

  /// Nil for a family that is neither IPv4 nor IPv6.
  init?(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
    switch Int32(address.pointee.sa_family) {
    case AF_INET: guard length >= MemoryLayout<sockaddr_in>.size else { return nil }
    case AF_INET6: guard length >= MemoryLayout<sockaddr_in6>.size else { return nil }
    default: return nil
    }
    guard length <= MemoryLayout<sockaddr_storage>.size else { return nil }
    self.length = length
    withUnsafeMutableBytes(of: &storage) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
  }

  var family: Int32 { Int32(storage.ss_family) }

  /// How near it is.
  var scope: AddressScope { AddressScope(address: bytes) }

  /// As it is written, without the port.
  var text: String {
    var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let failure = withSockaddr { getnameinfo($0, $1, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST) }
    guard failure == 0 else { return "an unknown address" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// As the TLS library wants it.
  var socketAddress: SocketAddress? {
    withUnsafeBytes(of: storage) { raw in
      family == AF_INET
        ? SocketAddress(raw.loadUnaligned(as: sockaddr_in.self))
        : SocketAddress(raw.loadUnaligned(as: sockaddr_in6.self))
    }
  }

  /// Begins to connect a socket (connect(2)).
  func connect(_ socket: Int32) -> Int32 { withSockaddr { Glibc.connect(socket, $0, $1) } }

  /// In network byte order.
  private var bytes: [UInt8] {
    withUnsafeBytes(of: storage) { raw in
      family == AF_INET
        ? withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
        : withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    }
  }

  private func withSockaddr(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
