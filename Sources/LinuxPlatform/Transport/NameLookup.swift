import Glibc
import Synchronization

/// The addresses of a host, found on a thread of its own: getaddrinfo(3) can be given no deadline.
final class NameLookup: Sendable {
  private let found = Mutex<[NetworkAddress]?>(nil)

  private init() {}

  /// Nil while it is not over; empty where there are none.
  var addresses: [NetworkAddress]? { found.withLock { $0 } }

  /// Rings the signal at its end. Nil where the system has no thread to give.
  static func start(_ host: String, port: Int, ringing signal: WakeSignal) -> NameLookup? {
    let lookup = NameLookup()
    let isStarted = DetachedThread.start {
      let addresses = resolve(host, port, flags: 0)
      lookup.found.withLock { $0 = addresses }
      signal.ring()
    }
    return isStarted ? lookup : nil
  }

  /// Of a host that is written as an address, in any spelling that resolvers take; empty for a name.
  static func literal(_ host: String, port: Int) -> [NetworkAddress] { resolve(host, port, flags: AI_NUMERICHOST) }

  private static func resolve(_ host: String, _ port: Int, flags: Int32) -> [NetworkAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = flags | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0, let list else { return [] }
    defer { freeaddrinfo(list) }
    return sequence(first: list) { $0.pointee.ai_next }.compactMap { entry in
      entry.pointee.ai_addr.flatMap { NetworkAddress($0, length: entry.pointee.ai_addrlen) }
    }
  }
}
