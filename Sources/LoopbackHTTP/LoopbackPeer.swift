import NIOCore

/// The two ends of the connection that a request came by.
public struct LoopbackPeer: Sendable, Equatable {
  /// An address and a port.
  public struct End: Sendable, Equatable {
    /// Sixteen bytes; IPv4 is mapped (RFC 4291 §2.5.5.2).
    public let address: [UInt8]
    public let port: UInt16

    /// Takes four or sixteen bytes.
    public init(address: [UInt8], port: UInt16) {
      self.address = address.count == 4 ? [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + address : address
      self.port = port
    }
  }

  /// Who asked.
  public let remote: End
  /// Where it was asked.
  public let local: End

  public init(remote: End, local: End) {
    self.remote = remote
    self.local = local
  }

  /// Nil where the connection is no more.
  init?(_ channel: any Channel) {
    guard let remote = channel.remoteAddress.flatMap(End.init), let local = channel.localAddress.flatMap(End.init)
    else { return nil }
    self.init(remote: remote, local: local)
  }
}

extension LoopbackPeer.End {
  fileprivate init?(_ address: SocketAddress) {
    switch address {
    case .v4(let address):
      self.init(
        address: withUnsafeBytes(of: address.address.sin_addr) { Array($0) },
        port: UInt16(bigEndian: address.address.sin_port))
    case .v6(let address):
      self.init(
        address: withUnsafeBytes(of: address.address.sin6_addr) { Array($0) },
        port: UInt16(bigEndian: address.address.sin6_port))
    case .unixDomainSocket: return nil
    }
  }
}
