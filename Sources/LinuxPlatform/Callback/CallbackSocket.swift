import Glibc

/// Sockets that listen on a loopback address.
enum CallbackSocket {
  private static let backlog: Int32 = 128

  /// One that is bound to the port of 127.0.0.1, or of ::1, and does not block. The caller closes it.
  ///
  /// A stored redirect port must be bindable within TIME_WAIT of its last use, hence SO_REUSEADDR; SO_REUSEPORT would let
  /// another process share the port and is never set.
  static func listening(_ address: LoopbackFamily.Member, port: Int) throws(ErrorNumber) -> Int32 {
    guard let port = UInt16(exactly: port) else { throw ErrorNumber(EINVAL) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let socket = Glibc.socket(address == .v4 ? AF_INET : AF_INET6, kind, 0)
    guard socket >= 0 else { throw ErrorNumber() }
    do throws(ErrorNumber) {
      try bind(socket, address, port)
      guard listen(socket, backlog) == 0 else { throw ErrorNumber() }
    } catch {
      close(socket)
      throw error
    }
    return socket
  }

  private static func bind(_ socket: Int32, _ address: LoopbackFamily.Member, _ port: UInt16) throws(ErrorNumber) {
    try set(socket, SOL_SOCKET, SO_REUSEADDR)
    switch address {
    case .v4:
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      try bind(socket, &address)
    case .v6:
      try set(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY)
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_addr = in6addr_loopback
      try bind(socket, &address)
    }
  }

  private static func set(_ socket: Int32, _ level: Int32, _ option: Int32) throws(ErrorNumber) {
    var on: Int32 = 1
    guard setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size)) == 0 else { throw ErrorNumber() }
  }

  private static func bind<Address>(_ socket: Int32, _ address: inout Address) throws(ErrorNumber) {
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(socket, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard result == 0 else { throw ErrorNumber() }
  }
}
