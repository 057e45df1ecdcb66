import Foundation
import HTTP
import LinuxPlatform
import LoopbackHTTP
import Synchronization
import Testing

@Suite("The transport")
struct SocketTransportTests {
  let transport: SocketTransport

  init() throws {
    transport = try SocketTransport(TransportSettings(environment: [:], userAgent: "mcpcred/test"))
  }

  private func url(_ port: Int, _ path: String = "/") throws -> WebURL {
    try #require(WebURL("http://127.0.0.1:\(port)\(path)"))
  }

  /// Serves while the body runs.
  private func with(
    _ handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse, _ body: (Int) async throws -> Void
  ) async throws {
    let server = try await LoopbackServer.start(port: 0, maxBody: 1 << 20, handler: handler)
    do { try await body(server.port) } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func failure(_ request: HTTPRequest, limit: Int = 1 << 20) async -> TransportError? {
    do throws(TransportError) {
      let answer = try await transport.send(request, limit: limit)
      Issue.record("an answer came: \(answer.status)")
      return nil
    } catch { return error }
  }

  @Test("method, target, headers and body arrive as given, and the answer comes back")
  func exchange() async throws {
    try await with { request in
      let lines = request.headers.map { "\($0.name): \($0.value)" }
      return LoopbackResponse(
        status: 201, headers: [("X-One", "1"), ("X-One", "2")],
        body: .bytes(
          Array(([request.method, request.target] + lines).joined(separator: "\n").utf8) + [10] + request.body))
    } _: { port in
      var request = HTTPRequest.form(try url(port, "/token?a=%2F"), [("grant_type", "x y")])
      request.headers.add("X-Two", "v")
      let answer = try await transport.send(request)
      let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(answer.status == 201 && answer.headers.all("x-one") == ["1", "2"])
      #expect(lines.first == "POST" && lines.last == "grant_type=x+y" && lines[1] == "/token?a=%2F")
      #expect(lines.contains("X-Two: v") && lines.contains("User-Agent: mcpcred/test"))
      #expect(!lines.contains { $0.lowercased().hasPrefix("accept-encoding") })
      request.headers.set("User-Agent", "other/1")
      let second = String(decoding: try await transport.send(request).body, as: UTF8.self)
      #expect(second.contains("User-Agent: other/1") && !second.contains("mcpcred/test"))
    }
  }

  @Test("the deadline covers a body that drips")
  func drippingBody() async throws {
    try await with { _ in
      LoopbackResponse(
        status: 200,
        body: .stream { stream in
          for _ in 0..<200 where await stream.write([46]) { try? await Task.sleep(for: .milliseconds(50)) }
        })
    } _: { port in
      let error = await failure(HTTPRequest(.get, try url(port), deadline: .milliseconds(400)))
      #expect(error?.kind == .timedOut && error?.sent == true)
      #expect(error?.origin == "http://127.0.0.1:\(port)")
    }
  }

  @Test("the deadline covers an answer that never begins")
  func silence() async throws {
    try await with { _ in
      try? await Task.sleep(for: .seconds(5))
      return LoopbackResponse(status: 200)
    } _: { port in
      let error = await failure(HTTPRequest(.get, try url(port), deadline: .milliseconds(200)))
      #expect(error?.kind == .timedOut && error?.sent == true)
    }
  }

  @Test("a redirect is an answer like any other", arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    let count = Mutex(0)
    try await with { _ in
      count.withLock { $0 += 1 }
      return LoopbackResponse(status: status, headers: [("Location", "/elsewhere")])
    } _: { port in
      let answer = try await transport.send(HTTPRequest(.get, try url(port)))
      #expect(answer.status == status && answer.headers["Location"] == "/elsewhere")
    }
    #expect(count.withLock { $0 } == 1)
  }

  @Test("a body over the limit is refused, one at the limit is not")
  func tooLarge() async throws {
    try await with { _ in
      LoopbackResponse(status: 200, body: .bytes([UInt8](repeating: 46, count: 100_000)))
    } _: { port in
      let request = HTTPRequest(.get, try url(port))
      #expect(await failure(request, limit: 99_999)?.kind == .tooLarge)
      let answer = try await transport.send(request, limit: 100_000)
      #expect(answer.body.count == 100_000)
    }
  }

  @Test("a compressed body is left as it came")
  func noDecompression() async throws {
    let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 1, 2, 3]
    try await with { _ in
      LoopbackResponse(status: 200, headers: [("Content-Encoding", "gzip")], body: .bytes(bytes))
    } _: { port in
      let answer = try await transport.send(HTTPRequest(.get, try url(port)))
      #expect(answer.body == bytes)
    }
  }

  @Test("a connection that ends without or within an answer is closed, after sending", arguments: [false, true])
  func dropped(afterHead: Bool) async throws {
    let count = Mutex(0)
    try await with { _ in
      count.withLock { $0 += 1 }
      return LoopbackResponse(
        status: 200, body: afterHead ? .truncated([46, 46], declaredLength: 10) : .drop)
    } _: { port in
      let error = await failure(HTTPRequest(.post, try url(port), body: [1, 2, 3]))
      #expect(error?.kind == .closed && error?.sent == true)
    }
    #expect(count.withLock { $0 } == 1, "nothing is sent twice")
  }

  @Test("a receiver that is done closes the connection", arguments: [true, false])
  func done(atHead: Bool) async throws {
    let server = try RawServer(
      saying: Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".utf8), holds: true)
    let receiver = try await transport.exchange(
      HTTPRequest(.get, try url(server.port)), into: StoppingReceiver(stopsAtHead: atHead))
    #expect(receiver.seen == (atHead ? "200 " : "200 hello"))
    #expect(try await eventually { server.isClosedByPeer ? true : nil } == true)
  }

  @Test("cancelling the task ends the exchange and closes the connection")
  func cancellation() async throws {
    let server = try RawServer(saying: Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe".utf8), holds: true)
    let request = HTTPRequest(.get, try url(server.port))
    let task = Task { await failure(request) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
    #expect(try await eventually { server.isClosedByPeer ? true : nil } == true)
  }

  @Test(
    "a port where nobody listens is unreachable, and certainly nothing was sent", arguments: ["127.0.0.1", "localhost"])
  func refused(host: String) async throws {
    // Of the ports below 1024 no test is ever given one.
    let error = await failure(HTTPRequest(.get, try #require(WebURL("http://\(host):1/"))))
    #expect(error?.kind == .unreachable("Connection refused") && error?.sent == false)
  }

  @Test("a name without an address is unresolved, and certainly nothing was sent")
  func unresolved() async throws {
    let error = await failure(HTTPRequest(.get, try #require(WebURL("http://no-such-host.invalid/"))))
    #expect(error?.kind == .unresolved && error?.sent == false)
  }

  @Test(
    "what is not HTTP is malformed",
    arguments: ["SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n"])
  func malformed(text: String) async throws {
    let server = try RawServer(saying: Array(text.utf8))
    let error = await failure(HTTPRequest(.get, try url(server.port)))
    guard case .malformed(let reason) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty && reason.count < 220 && !reason.contains("\n"))
  }

  @Test("a head without an end is refused")
  func hugeHead() async throws {
    let line = "X-Filler: \(String(repeating: "a", count: 1000))\r\n"
    let server = try RawServer(saying: Array(("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 400)).utf8))
    let kind = await failure(HTTPRequest(.get, try url(server.port), deadline: .seconds(10)))?.kind
    guard case .malformed = kind else {
      Issue.record("\(String(describing: kind))")
      return
    }
  }

  @Test("without a descriptor to have nothing is sent, and the system's words are told")
  func descriptors() async throws {
    let server = try RawServer(saying: Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
    var before = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
    for more in 0...1 {
      var error: TransportError?
      // What another test closes meanwhile is a number to be had: then once more.
      for _ in 0..<50 {
        // The lowest number that is free is the first that is not to be had; one more is enough for the signal alone.
        let free = dup(0)
        close(free)
        var tight = rlimit(rlim_cur: rlim_t(free) + rlim_t(more), rlim_max: before.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &tight)
        error = await failure(HTTPRequest(.get, try url(server.port)))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
        if error?.kind == .unreachable("Too many open files") { break }
      }
      #expect(error?.kind == .unreachable("Too many open files") && error?.sent == false)
    }
  }

  @Test("a header that could pass for two is not sent", arguments: ["a\r\nB: c", "a\n", "a\u{0}"])
  func injection(value: String) async throws {
    let server = try RawServer(saying: Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
    for field in [("X", value), (value, "x")] {
      let error = await failure(HTTPRequest(.get, try url(server.port), headers: HTTPHeaders([field])))
      #expect(error?.sent == false)
    }
  }

  @Test("after the shutdown every exchange is cancelled")
  func shutdown() async throws {
    await transport.shutdown()
    let error = await failure(HTTPRequest(.get, try url(1)))
    #expect(error?.kind == .cancelled && error?.sent == false)
  }
}

/// Has enough after the head, or after the first bytes.
private struct StoppingReceiver: HTTPResponseReceiver {
  let stopsAtHead: Bool
  var seen = ""

  init(stopsAtHead: Bool) { self.stopsAtHead = stopsAtHead }

  mutating func receive(head: HTTPResponseHead) -> HTTPFlow {
    seen = "\(head.status) "
    return stopsAtHead ? .done : .more
  }

  mutating func receive(bytes: ArraySlice<UInt8>) -> HTTPFlow {
    seen += String(decoding: bytes, as: UTF8.self)
    return .done
  }
}
