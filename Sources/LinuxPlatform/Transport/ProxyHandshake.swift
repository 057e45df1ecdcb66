import FoundationEssentials
import Glibc
import HTTP

/// Has a proxy connect to a host: CONNECT (RFC 9110 §9.3.6) or SOCKS 5 (RFC 1928).
struct ProxyHandshake {
  let proxy: ProxyAddress
  let host: String
  let port: Int

  private static let refused = TransportFailure(.unreachable("the proxy refused to connect"), sent: false)
  private static let unauthorized = TransportFailure(.unreachable("the proxy asks for credentials"), sent: false)

  /// After it the connection is one to the host.
  func run(on connection: Connection, _ waiter: Waiter) throws(TransportFailure) {
    switch proxy.kind {
    case .http: try connect(connection, waiter)
    case .socks5: try socks(connection, waiter)
    }
  }

  private func connect(_ connection: Connection, _ waiter: Waiter) throws(TransportFailure) {
    let target = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    var lines = ["CONNECT \(target) HTTP/1.1", "Host: \(target)"]
    if let user = proxy.user {
      let credentials = Data("\(user):\(proxy.password ?? "")".utf8).base64EncodedString()
      lines.append("Proxy-Authorization: Basic \(credentials)")
    }
    connection.send(Array((lines + ["", ""]).joined(separator: "\r\n").utf8))
    var parser = HTTPResponseParser(isTunnel: true)
    while true {
      var bytes = try receive(connection, waiter)
      let event: HTTPResponseParser.Event?
      do { event = try parser.next(&bytes) } catch { throw Self.refused }
      guard case .head(let status, _) = event else { continue }
      if status == 407 { throw Self.unauthorized }
      // A server that speaks first is not one of ours.
      guard (200..<300).contains(status), bytes.isEmpty else { throw Self.refused }
      return
    }
  }

  private func socks(_ connection: Connection, _ waiter: Waiter) throws(TransportFailure) {
    connection.send([5, 1, 0])
    let method = try receive(connection, waiter, count: 2)
    guard method[0] == 5 else { throw Self.refused }
    guard method[1] == 0 else { throw Self.unauthorized }
    guard let target = target, let port = UInt16(exactly: port) else { throw Self.refused }
    connection.send([5, 1, 0] + target + [UInt8(port >> 8), UInt8(port & 0xFF)])
    let head = try receive(connection, waiter, count: 4)
    guard head[0] == 5, head[1] == 0 else { throw Self.refused }
    // The address that the proxy is bound to, which nobody needs.
    switch head[3] {
    case 1: _ = try receive(connection, waiter, count: 6)
    case 4: _ = try receive(connection, waiter, count: 18)
    case 3:
      let length = try receive(connection, waiter, count: 1)[0]
      _ = try receive(connection, waiter, count: Int(length) + 2)
    default: throw Self.refused
    }
  }

  /// An address, or a name for the proxy to resolve. Nil for a name that is too long.
  private var target: [UInt8]? {
    var v4 = in_addr()
    var v6 = in6_addr()
    if inet_pton(AF_INET, host, &v4) == 1 { return [1] + withUnsafeBytes(of: v4) { Array($0) } }
    if inet_pton(AF_INET6, host, &v6) == 1 { return [4] + withUnsafeBytes(of: v6) { Array($0) } }
    guard let length = UInt8(exactly: host.utf8.count) else { return nil }
    return [3, length] + host.utf8
  }

  private func receive(_ connection: Connection, _ waiter: Waiter, count: Int) throws(TransportFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += try receive(connection, waiter, atMost: count - bytes.count) }
    return bytes
  }

  private func receive(
    _ connection: Connection, _ waiter: Waiter, atMost limit: Int = .max
  ) throws(TransportFailure) -> ArraySlice<UInt8> {
    while true {
      guard connection.flush() else { throw TransportFailure(.closed, sent: false) }
      switch try? connection.read(atMost: limit) {
      case .bytes(let bytes): return bytes
      case .end, nil: throw TransportFailure(.closed, sent: false)
      case .nothing:
        guard try waiter.wait(for: connection.number, POLLIN | (connection.hasOutgoing ? POLLOUT : 0)) else {
          throw TransportFailure(.timedOut, sent: false)
        }
      }
    }
  }
}
