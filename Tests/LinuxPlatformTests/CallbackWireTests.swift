import Engine
import Glibc
import HTTP
import Testing

@testable import LinuxPlatform

@Suite("The callback listener's wire")
struct CallbackWireTests {
  private static func reading(_ text: String) -> CallbackRequest.Reading { CallbackRequest.read(Array(text.utf8)) }

  @Test(
    "a head is read whatever its line ends are, and an empty line before it",
    arguments: [
      "GET /c?a=b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /c?a=b HTTP/1.1\nHost: h\n\n",
      "\r\nGET /c?a=b HTTP/1.0\r\nHOST:h \r\n\n",
      "\nGET /c?a=b HTTP/1.1\r\nhost:\th\t\r\n\r\nrest",
    ])
  func heads(_ text: String) {
    #expect(
      Self.reading(text)
        == .request(CallbackRequest(method: "GET", target: "/c?a=b", hosts: ["h"], hasBody: false)))
  }

  @Test("every part of a head is incomplete, and its end is found wherever it was cut")
  func parts() {
    let head = Array("POST /c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n".utf8)
    let whole = CallbackRequest.Reading.request(
      CallbackRequest(method: "POST", target: "/c", hosts: ["h"], hasBody: true))
    for cut in head.indices {
      #expect(CallbackRequest.read(Array(head[..<cut])) == .incomplete, "\(cut)")
      #expect(CallbackRequest.read(head, searched: cut) == whole, "\(cut)")
    }
  }

  @Test(
    "what is no request is refused",
    arguments: [
      "\n\n\n", "GET /c\r\n\r\n", "GET  /c HTTP/1.1\r\n\r\n", "GET /c HTTP/2\r\n\r\n", "GET /c d HTTP/1.1\r\n\r\n",
      "GET /c HTTP/1.1\r\nHost : h\r\n\r\n", "GET /c HTTP/1.1\r\n folded\r\n\r\n", "GET /c HTTP/1.1\r\nHost\r\n\r\n",
      "GET /\u{1} HTTP/1.1\r\n\r\n", "G\tET /c HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\n\n",
      String(repeating: "a", count: 64 << 10),
    ])
  func malformed(_ text: String) {
    #expect(Self.reading(text) == .malformed)
  }

  /// A listener whose requests are all answered.
  private func serving(_ body: (LoopbackBoundRedirect, Int) async throws -> Void) async throws {
    let url = try #require(WebURL("http://127.0.0.1/c"))
    let redirect = try LoopbackBoundRedirect.bind(url, PeerOwner(environment: [:]))
    let person = Task { for await request in redirect.requests { request.respond(.received) } }
    try await body(redirect, redirect.redirectURI.port)
    await redirect.close()
    await person.value
  }

  /// Sends the pieces, and reads to the end.
  private func exchange(_ socket: Int32, _ pieces: [String]) throws -> String {
    for piece in pieces {
      let bytes = Array(piece.utf8)
      guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw ErrorNumber() }
    }
    return String(decoding: try Descriptor(owning: socket).read(limit: 1 << 20), as: UTF8.self)
  }

  private func connected(_ port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw ErrorNumber() }
    return descriptor
  }

  @Test("a request that comes byte by byte is answered, and the connection ends")
  func bytewise() async throws {
    try await serving { _, port in
      let request = "GET /c?code=x HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
      let answer = try exchange(try connected(port), request.map { String($0) })
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("</html>\n"))
      #expect(answer.contains("\r\nConnection: close\r\n"))
    }
  }

  @Test("who sends a body is answered all the same, and so is what is no HTTP")
  func refusals() async throws {
    try await serving { _, port in
      let body = String(repeating: "b", count: 200_000)
      let post = "POST /c HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: 200000\r\n\r\n"
      let refused = try exchange(try connected(port), [post, body])
      #expect(refused.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
      let odd = try exchange(try connected(port), ["\u{16}\u{3}\u{1}\n\n"])
      #expect(odd.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }
  }

  @Test("connections that never ask keep nobody out")
  func idle() async throws {
    try await serving { _, port in
      var idle: [Int32] = []
      for _ in 0..<150 { idle.append(try connected(port)) }
      let request = "GET /c?code=x HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
      let answer = try exchange(try connected(port), [request])
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      for socket in idle { close(socket) }
    }
  }

  @Test("closing waits for no connection that has not asked")
  func closing() async throws {
    var idle: Int32 = -1
    let began = BootClock.elapsed()
    try await serving { _, port in idle = try connected(port) }
    #expect(BootClock.elapsed() - began < .seconds(1))
    close(idle)
  }
}
