import LoopbackHTTP
import Testing

@Suite struct LoopbackServerTests {
  private func with(
    on addresses: [LoopbackAddress] = [.v4], maxBody: Int = 1 << 20,
    handler: @escaping @Sendable (LoopbackRequest) async -> LoopbackResponse,
    _ body: (LoopbackServer) async throws -> Void
  ) async throws {
    let server = try await LoopbackServer.start(on: addresses, port: 0, maxBody: maxBody, handler: handler)
    do {
      try await body(server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private static func echo(_ request: LoopbackRequest) -> LoopbackResponse {
    LoopbackResponse(
      status: 200, headers: [("x-method", request.method), ("x-target", request.target)], body: .bytes(request.body))
  }

  private func send(_ server: LoopbackServer, _ text: String, ipv6: Bool = false) async -> Reply {
    Reply(await RawClient.exchange(port: server.port, Array(text.utf8), ipv6: ipv6))
  }

  @Test("the handler sees method, raw target and body")
  func echoes() async throws {
    try await with(handler: Self.echo) { server in
      let reply = await send(
        server, "PATCH /a%20b?c=%2F HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 3\r\n\r\nxyz")
      #expect(reply.status == 200)
      #expect(reply.header("x-method") == "PATCH")
      #expect(reply.header("x-target") == "/a%20b?c=%2F")
      #expect(reply.text == "xyz")
    }
  }

  @Test("one connection carries several requests, pipelined ones in order")
  func keepAlive() async throws {
    try await with(handler: Self.echo) { server in
      let first = "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na"
      let second = "POST /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1\r\n\r\nb"
      let bytes = await RawClient.exchange(port: server.port, Array((first + second).utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      let targets = text.split(separator: "\r\n").filter { $0.hasPrefix("x-target") }
      #expect(targets == ["x-target: /1", "x-target: /2"])
    }
  }

  @Test("a body over the limit is answered 413, and one at the limit is not")
  func tooLarge() async throws {
    try await with(maxBody: 10, handler: Self.echo) { server in
      for (length, status) in [(10, 200), (11, 413), (200_000, 413)] {
        let body = String(repeating: "x", count: length)
        let reply = await send(
          server, "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: \(length)\r\n\r\n\(body)")
        #expect(reply.status == status)
      }
    }
  }

  @Test("bytes that are not HTTP end their connection and nothing else", arguments: Garbage.allCases)
  func garbage(_ garbage: Garbage) async throws {
    try await with(handler: Self.echo) { server in
      async let broken = RawClient.exchange(port: server.port, Array(garbage.text.utf8))
      let fine = await send(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(fine.status == 200)
      // A peer that stops in the middle of a request would be waited for: the server is stopped under it instead.
      await server.stop()
      let answers = String(decoding: await broken, as: UTF8.self)
      #expect(!answers.contains("200 OK") || garbage == .connect)
    }
  }

  @Test("an answer can be streamed, dropped, or cut off")
  func bodies() async throws {
    try await with(handler: { request in
      switch request.target {
      case "/stream":
        LoopbackResponse(
          status: 200,
          body: .stream { stream in for part in ["a", "b", "c"] { _ = await stream.write(Array(part.utf8)) } })
      case "/cut": LoopbackResponse(status: 200, body: .truncated(Array("ab".utf8), declaredLength: 10))
      default: LoopbackResponse(status: 200, body: .drop)
      }
    }) { server in
      let streamed = await send(server, "GET /stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(streamed.text == "abc")
      #expect(streamed.isWhole)
      let cut = await send(server, "GET /cut HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(cut.text == "ab")
      #expect(!cut.isWhole)
      #expect(await RawClient.exchange(port: server.port, Array("GET / HTTP/1.1\r\nHost: h\r\n\r\n".utf8)) == [])
    }
  }

  @Test("an answer larger than the socket takes at once arrives whole before the connection is closed")
  func large() async throws {
    let bytes = [UInt8](repeating: 120, count: 20_000_000)
    try await with(handler: { _ in LoopbackResponse(status: 200, body: .bytes(bytes)) }) { server in
      let reply = await send(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      // Not compared as values: a failure would print them.
      let isWhole = reply.isWhole
      #expect(isWhole)
    }
  }

  @Test("HTTP/1.0 and HEAD get what they can understand")
  func oldPeers() async throws {
    try await with(handler: { request in
      request.target == "/stream"
        ? LoopbackResponse(status: 200, body: .stream { _ = await $0.write(Array("abc".utf8)) })
        : LoopbackResponse(status: 200, body: .bytes(Array("abc".utf8)))
    }) { server in
      let old = await send(server, "GET /stream HTTP/1.0\r\n\r\n")
      #expect(old.header("transfer-encoding") == nil)
      #expect(old.text == "abc")
      let head = await send(server, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(head.header("content-length") == "3")
      #expect(head.body.isEmpty)
    }
  }

  @Test("a writer learns that its peer has gone")
  func goneAway() async throws {
    let (results, continuation) = AsyncStream.makeStream(of: Bool.self)
    try await with(handler: { _ in
      LoopbackResponse(
        status: 200,
        body: .stream { stream in
          for _ in 0..<10_000 {
            guard await stream.write([UInt8](repeating: 0, count: 65536)) else { break }
          }
          continuation.yield(await stream.write([0]))
          continuation.finish()
        })
    }) { server in
      await RawClient.visit(port: server.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      var iterator = results.makeAsyncIterator()
      #expect(await iterator.next() == false)
    }
  }

  @Test("both loopback addresses share the port")
  func bothAddresses() async throws {
    try await with(on: [.v4, .v6], handler: Self.echo) { server in
      for ipv6 in [false, true] {
        let reply = await send(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", ipv6: ipv6)
        #expect(reply.status == 200)
      }
    }
  }

  /// On a port that the kernel gives to nobody who asks for any: other tests do, between our stop and our second start.
  private func onQuietPort() async throws -> LoopbackServer {
    for port in 20_000..<20_100 {
      if let server = try? await LoopbackServer.start(port: port, handler: Self.echo) { return server }
    }
    return try await LoopbackServer.start(port: 0, handler: Self.echo)
  }

  @Test("a port that is taken is reported as such, and is free again after a stop")
  func ports() async throws {
    let first = try await onQuietPort()
    let error = await #expect(throws: LoopbackError.self) {
      _ = try await LoopbackServer.start(port: first.port, handler: Self.echo)
    }
    #expect(error?.addressInUse == true)
    await first.stop()
    let second = try await LoopbackServer.start(port: first.port, handler: Self.echo)
    await second.stop()
    let nonsense = await #expect(throws: LoopbackError.self) {
      _ = try await LoopbackServer.start(port: 70_000, handler: Self.echo)
    }
    #expect(nonsense?.addressInUse == false)
  }

  @Test("stopping lets an answer under way finish, and waits for no connection that is idle")
  func gracefulStop() async throws {
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let server = try await LoopbackServer.start(port: 0) { _ in
      continuation.yield()
      try? await Task.sleep(for: .milliseconds(200))
      return LoopbackResponse(status: 200, body: .bytes(Array("done".utf8)))
    }
    async let idle = RawClient.exchange(port: server.port, [])
    async let reply = send(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    var iterator = started.makeAsyncIterator()
    _ = await iterator.next()
    let duration = await ContinuousClock().measure { await server.stop() }
    #expect(await reply.text == "done")
    #expect(await idle == [])
    #expect(duration < .seconds(2))
  }

  @Test("connections that come while it stops end, and end nothing else")
  func comingWhileStopping() async throws {
    for round in 0..<40 {
      let server = try await LoopbackServer.start(port: 0, maxBody: 10, handler: Self.echo)
      await withTaskGroup(of: Void.self) { group in
        // As browsers do that open connections before they need them.
        for _ in 0..<8 { group.addTask { _ = await RawClient.exchange(port: server.port, []) } }
        group.addTask {
          try? await Task.sleep(for: .microseconds(round * 50))
          await server.stop()
        }
      }
    }
  }

  @Test("stopping does not wait for a handler for ever")
  func boundedStop() async throws {
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let server = try await LoopbackServer.start(port: 0) { _ in
      continuation.yield()
      try? await Task.sleep(for: .seconds(600))
      return LoopbackResponse(status: 200)
    }
    async let reply = RawClient.exchange(port: server.port, Array("GET / HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
    var iterator = started.makeAsyncIterator()
    _ = await iterator.next()
    let duration = await ContinuousClock().measure { await server.stop() }
    #expect(duration < .seconds(4))
    #expect(await reply == [])
  }
}
