import Dispatch
import Glibc

/// Reads a document from a server on this machine. There is no TLS here: a document behind https is published through
/// the management port instead.
enum DocumentFetch {
  private static let patience = 3

  /// `nil` for anything but 200 with JSON that is short enough; a redirect is not followed.
  static func get(_ url: String) async -> JSON? {
    guard RedirectURIRule.isLoopback(url) else { return nil }
    let rest = url.dropFirst("http://".count)
    let authority = rest.prefix { !"/?".contains($0) }
    let port = authority.reversed().firstIndex(of: ":").map { Int(authority[$0.base...]) ?? 0 } ?? 80
    let isV6 = authority.hasPrefix("[")
    let request =
      "GET \(rest.dropFirst(authority.count)) HTTP/1.0\r\nHost: \(authority)\r\nAccept: application/json\r\n\r\n"
    return await withCheckedContinuation { continuation in
      // A thread that may wait: the handlers' own are few.
      DispatchQueue.global().async {
        continuation.resume(returning: body(exchange(port: port, isV6: isV6, Array(request.utf8))))
      }
    }
  }

  private static func body(_ answer: [UInt8]) -> JSON? {
    let separator = Array("\r\n\r\n".utf8)
    guard let end = answer.indices.first(where: { answer[$0...].starts(with: separator) }) else { return nil }
    let status = String(decoding: answer[..<end], as: UTF8.self).split(separator: " ").dropFirst().first
    let body = Array(answer[(end + separator.count)...])
    return status == "200" && body.count <= ClientDocument.longest ? JSON.parse(body) : nil
  }

  private static func exchange(port: Int, isV6: Bool, _ request: [UInt8]) -> [UInt8] {
    guard let port = in_port_t(exactly: port) else { return [] }
    let descriptor = socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard isV6 ? connectV6(descriptor, port) : connectV4(descriptor, port) else { return [] }
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return [] }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Twice the limit leaves room for the head.
    while received.count <= 2 * ClientDocument.longest {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return received
  }

  private static func connectV4(_ descriptor: Int32, _ port: in_port_t) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return connect(descriptor, &address)
  }

  private static func connectV6(_ descriptor: Int32, _ port: in_port_t) -> Bool {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    return connect(descriptor, &address)
  }

  private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) -> Bool {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size)) == 0
      }
    }
  }
}
