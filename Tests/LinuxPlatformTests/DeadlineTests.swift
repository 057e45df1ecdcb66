import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import LinuxPlatform

@Suite("A deadline", .timeLimit(.minutes(1))) struct DeadlineTests {
  private let transport: SocketTransport

  init() throws { transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test")) }

  /// Stands still in the middle of an answer, as a process does that is stopped.
  private struct SlowReceiver: HTTPResponseReceiver {
    var body: [UInt8] = []
    mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
      usleep(600_000)
      return .more
    }
    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
      body += bytes
      return .more
    }
  }

  @Test("ends waiting, never reading: what is in the socket when it is over is read to its end")
  func unread() async throws {
    let body = [UInt8](repeating: 46, count: 300_000)
    let server = try WireServer { _ in
      WireServer.Answer(Array("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n".utf8) + body, .hold)
    }
    let url = try #require(WebURL("http://127.0.0.1:\(server.port)/"))
    let receiver = try await transport.exchange(
      HTTPRequest(.get, url, deadline: .milliseconds(300)), into: SlowReceiver())
    #expect(receiver.body == body)
  }

  @Test("is over where nothing comes, or not enough", arguments: [0, 10])
  func over(count: Int) async throws {
    let server = try WireServer { _ in
      WireServer.Answer(
        Array("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n".utf8.prefix(count == 0 ? 0 : 100))
          + [UInt8](repeating: 46, count: count), .hold)
    }
    let url = try #require(WebURL("http://127.0.0.1:\(server.port)/"))
    await #expect(throws: TransportError(.timedOut, url: url, sent: true)) {
      try await transport.exchange(HTTPRequest(.get, url, deadline: .milliseconds(300)), into: SlowReceiver())
    }
  }

  @Test("ends a handshake that nobody answers, and certainly nothing was sent")
  func handshake() async throws {
    let server = try WireServer { _ in WireServer.Answer("", .hold) }
    let url = try #require(WebURL("https://127.0.0.1:\(server.port)/"))
    await #expect(throws: TransportError(.timedOut, url: url, sent: false)) {
      try await transport.send(HTTPRequest(.get, url, deadline: .milliseconds(300)))
    }
  }

  @Test("ends connecting to a host that swallows what it gets")
  func connecting() async throws {
    // Nobody accepts, and one is in the queue already: further SYNs are dropped.
    let (socket, port) = try Self.fullQueue()
    defer { for descriptor in socket { close(descriptor) } }
    let url = try #require(WebURL("http://127.0.0.1:\(port)/"))
    await #expect(throws: TransportError(.timedOut, url: url, sent: false)) {
      try await transport.send(HTTPRequest(.get, url, deadline: .milliseconds(300)))
    }
  }

  private static func fullQueue() throws -> ([Int32], Int) {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    var address = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let listener = socket(AF_INET, kind, 0)
    var all = [listener]
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, length) + listen(listener, 0) + getsockname(listener, $0, &length)
        for _ in 0..<4 {
          all.append(socket(AF_INET, kind, 0))
          _ = connect(all[all.count - 1], $0, length)
        }
      }
    }
    return (all, Int(UInt16(bigEndian: address.sin_port)))
  }

  @Test("ends a stream that never stops for breath")
  func flood() async throws {
    let server = try WireServer { _ in
      WireServer.Answer(Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + [UInt8](repeating: 46, count: 64 << 20), .hold)
    }
    let url = try #require(WebURL("http://127.0.0.1:\(server.port)/"))
    let count = Count()
    await #expect(throws: TransportError(.timedOut, url: url, sent: true)) {
      try await transport.exchange(HTTPRequest(.get, url, deadline: .milliseconds(200)), into: Drain(count: count))
    }
    #expect(count.bytes < 40 << 20)
  }

  private final class Count: Sendable {
    private let value = Mutex(0)
    var bytes: Int { value.withLock { $0 } }
    func add(_ count: Int) { value.withLock { $0 += count } }
  }

  private struct Drain: HTTPResponseReceiver {
    let count: Count
    mutating func receive(head: HTTPResponseHead) -> HTTPFlow { .more }
    mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
      usleep(2000)
      count.add(bytes.count)
      return .more
    }
  }

  @Test("does not count time in which the process did not run")
  func stopped() {
    let start = SuspendingClock.now
    var patience = Patience(.seconds(30), from: start)
    patience.pass(start + .milliseconds(500))
    #expect(patience.left == .milliseconds(29_500))
    // 36 seconds of SIGSTOP.
    patience.pass(start + .milliseconds(36_500))
    #expect(patience.left == .milliseconds(27_500))
    patience.pass(start)
    #expect(patience.left == .milliseconds(27_500))
    for second in 1...60 { patience.pass(start + .seconds(second)) }
    #expect(patience.left == .zero)
  }
}
