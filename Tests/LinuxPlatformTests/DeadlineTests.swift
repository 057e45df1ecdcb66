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
