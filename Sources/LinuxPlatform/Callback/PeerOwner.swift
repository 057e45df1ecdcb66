import Engine
import Glibc

/// Tells whose process it is that asks the callback listener: on a machine with several users anybody can.
struct PeerOwner: Sendable {
  /// The users who are we.
  private let own: Set<UInt32>

  /// Bytes of a table that are read; a machine with a hundred thousand connections has fewer.
  private static let limit = 64 << 20
  /// What the kernel calls a user who has no number here (user_namespaces(7)).
  private static let nameless: UInt32 = 65534

  /// Who runs this program as root by way of sudo answers with a browser of their own.
  init(environment: [String: String]) {
    var own: Set<UInt32> = [getuid(), geteuid()]
    if geteuid() == 0, let user = environment["SUDO_UID"].flatMap({ UInt32($0) }) { own.insert(user) }
    self.own = own
  }

  /// Root may answer for anybody, and can do more than that.
  func sender(_ peer: LoopbackPeer?) -> RedirectRequest.Sender {
    guard let peer else { return .nobody }
    switch Self.table()?.owner(of: peer) {
    case nil: return .unknown
    case .user(let user) where user == 0 || own.contains(user): return .own
    case .user(Self.nameless) where !Self.hasEveryUser: return .unknown
    case .user(let user): return .other(user: user)
    // Whoever is on this machine and waits for the page has a socket. Another machine's are not in the table.
    case .nobody: return Self.isOwn(peer.remote) ? .nobody : .unknown
    }
  }

  private static func table() -> SocketTable? {
    let found = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(bytes)
    guard !found.isEmpty else { return nil }
    return SocketTable(found.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
  }

  /// To its end, in pieces: nobody knows how long such a file is.
  private static func bytes(_ path: String) -> [UInt8]? {
    guard let file = try? Descriptor(opening: path, O_RDONLY) else { return nil }
    var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file.number, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Whether every user of the machine has a number here.
  private static var hasEveryUser: Bool {
    guard let file = try? Descriptor(opening: "/proc/self/uid_map", O_RDONLY),
      let bytes = try? file.read(limit: 4096)
    else { return false }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace) == ["0", "0", "4294967295"]
  }

  /// Whether an address is one of this machine: a socket can be bound to it.
  private static func isOwn(_ end: LoopbackPeer.End) -> Bool {
    let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // A machine without IPv6 has nothing but its own connections on 127.0.0.1.
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var alone: Int32 = 0
    setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &alone, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: end.address) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
      }
    }
  }
}
