import Glibc

extension AddressScope {
  /// Of a host that is written as an address, or is this machine's name (RFC 6761 §6.3); nil for any other name.
  ///
  /// Every form that resolvers take for an address counts: `127.1`, `0x7f000001` and `017700000001` are 127.0.0.1.
  public init?(host: String) {
    let name = host.lowercased()
    let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
    if bare == "localhost" || bare.hasSuffix(".localhost") {
      self = .machine
      return
    }
    var v4 = in_addr()
    var v6 = in6_addr()
    if name.contains(":"), inet_pton(AF_INET6, name, &v6) == 1 {
      self.init(address: withUnsafeBytes(of: &v6) { Array($0) })
    } else if inet_aton(bare, &v4) != 0 {
      self.init(address: withUnsafeBytes(of: &v4) { Array($0) })
    } else {
      return nil
    }
  }
}
