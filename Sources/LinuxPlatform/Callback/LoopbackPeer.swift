import Glibc

/// The two ends of the connection that a request came by.
struct LoopbackPeer: Sendable, Equatable {
  /// An address and a port.
  struct End: Sendable, Equatable {
    /// Sixteen bytes; IPv4 is mapped (RFC 4291 §2.5.5.2).
    let address: [UInt8]
    let port: UInt16

    /// Takes four or sixteen bytes.
    init(address: [UInt8], port: UInt16) {
      self.address = address.count == 4 ? [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + address : address
      self.port = port
    }
  }

  /// Who asked.
  let remote: End
  /// Where it was asked.
  let local: End

  init(remote: End, local: End) {
    self.remote = remote
    self.local = local
  }

  /// The ends of a connected socket. Nil where the connection is no more.
  init?(_ socket: Int32) {
    guard let remote = End(socket, getpeername), let local = End(socket, getsockname) else { return nil }
    self.init(remote: remote, local: local)
  }
}

extension LoopbackPeer.End {
  fileprivate init?(
    _ socket: Int32, _ name: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) {
    var storage = sockaddr_storage(), length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(socket, $0, &length) }
    }
    guard result == 0 else { return nil }
    let end = withUnsafeBytes(of: storage) { raw -> (address: [UInt8], port: UInt16)? in
      switch Int32(storage.ss_family) {
      case AF_INET:
        let address = raw.loadUnaligned(as: sockaddr_in.self)
        return (withUnsafeBytes(of: address.sin_addr) { Array($0) }, UInt16(bigEndian: address.sin_port))
      case AF_INET6:
        let address = raw.loadUnaligned(as: sockaddr_in6.self)
        return (withUnsafeBytes(of: address.sin6_addr) { Array($0) }, UInt16(bigEndian: address.sin6_port))
      default: return nil
      }
    }
    guard let end else { return nil }
    self.init(address: end.address, port: end.port)
  }
}
