import HTTP
import NIOCore

/// The address a connection really ended at. What a name resolved to a moment ago is not asked: the answer may have been
/// another one (DNS rebinding).
enum PeerAddress {
  /// Nearer than allowed.
  struct OutOfReach: Error, Equatable {
    let address: String
    let scope: AddressScope
  }

  /// To be called before a request is sent. Throws `OutOfReach`; an address that cannot be told counts as the nearest.
  static func scope(of channel: any Channel, within reach: AddressScope) throws(OutOfReach) -> AddressScope {
    let scope = channel.remoteAddress.map(scope) ?? .machine
    guard scope <= reach else {
      throw OutOfReach(address: channel.remoteAddress?.ipAddress ?? "an unknown address", scope: scope)
    }
    return scope
  }

  private static func scope(of address: SocketAddress) -> AddressScope {
    switch address {
    case .v4(let v4): withUnsafeBytes(of: v4.address.sin_addr) { AddressScope(address: Array($0)) }
    case .v6(let v6): withUnsafeBytes(of: v6.address.sin6_addr) { AddressScope(address: Array($0)) }
    case .unixDomainSocket: .machine
    }
  }
}
