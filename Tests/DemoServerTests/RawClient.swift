import Foundation

/// An HTTP client that is one socket and no library: it sends what it is told, and shows what came back.
enum RawClient {
  /// The head and body exactly as given; everything the peer sent until it closed, or until ten seconds were over.
  static func exchange(port: Int, _ bytes: [UInt8], ipv6: Bool = false) async -> [UInt8] {
    await withCheckedContinuation { continuation in
      // A thread of its own: a blocking read must not hold one of the few threads the server's handlers run on.
      Thread.detachNewThread { continuation.resume(returning: blocking(port, bytes, ipv6: ipv6)) }
    }
  }

  static func send(
    _ method: String, _ url: String, headers: [String: String] = [:], body: String? = nil
  ) async -> Reply {
    let rest = url.dropFirst("http://127.0.0.1:".count)
    let port = Int(rest.prefix { $0.isNumber }) ?? 0
    let target = String(rest.drop { $0.isNumber })
    var head = "\(method) \(target.isEmpty ? "/" : target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    return Reply(await exchange(port: port, Array((head + "\r\n" + (body ?? "")).utf8)))
  }

  /// Sends a request, reads the first bytes of the answer, and goes away.
  static func visit(port: Int, _ text: String) async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var buffer = [UInt8](repeating: 0, count: 1)
        if connect(descriptor, port, ipv6: false) {
          _ = Foundation.send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL))
          _ = read(descriptor, &buffer, 1)
        }
        close(descriptor)
        continuation.resume()
      }
    }
  }

  private static func blocking(_ port: Int, _ bytes: [UInt8], ipv6: Bool) -> [UInt8] {
    let descriptor = socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard connect(descriptor, port, ipv6: ipv6) else { return [] }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return received }
      received += buffer[..<count]
    }
  }

  private static func connect(_ descriptor: Int32, _ port: Int, ipv6: Bool) -> Bool {
    if ipv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = in_port_t(port).bigEndian
      address.sin6_addr = in6addr_loopback
      return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
        }
      }
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
