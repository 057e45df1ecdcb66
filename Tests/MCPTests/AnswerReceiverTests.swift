import HTTP
import MCP
import Synchronization
import Testing

@Suite struct AnswerReceiverTests {
  static let result = #"{"jsonrpc":"2.0","id":1,"result":{"ok":true}}"#
  static let notice = #"{"jsonrpc":"2.0","method":"notifications/message","params":{}}"#
  static let progress =
    #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1,"total":2.5,"message":"m"}}"#
  static let ping = #"{"jsonrpc":"2.0","id":9,"method":"ping"}"#

  static func events(_ messages: [String]) -> String { messages.map { "data: \($0)\n\n" }.joined() }

  @Test("a JSON answer is read, whatever the pieces", arguments: [1, 7, 1000])
  func json(_ size: Int) throws {
    let fed = feed(AnswerReceiver(id: 1, era: .modern), Self.result, pieces: size)
    #expect(fed.flow == .more)
    #expect(try fed.receiver.answer().outcome == .result(["ok": true]))
  }

  @Test(
    "JSON is known by its media type, or by having none",
    arguments: ["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json", nil])
  func mediaTypes(_ type: String?) throws {
    #expect(try answer(200, type, Self.result).outcome == .result(["ok": true]))
  }

  @Test("a stream is done with our answer, and not before", arguments: [1, 3, 1000])
  func stream(_ size: Int) throws {
    let body = Self.events([Self.notice, Self.progress, Self.result]) + ": more\n"
    let fed = feed(AnswerReceiver(id: 1, era: .modern), type: "text/event-stream", body, pieces: size)
    #expect(fed.flow == .done)
    #expect(try fed.receiver.answer().outcome == .result(["ok": true]))
  }

  /// `result`, as gzip(1) writes it, and the same as an event.
  private static let packed: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x2a, 0xce, 0xcf, 0x2b, 0x2a, 0x48,
    0x56, 0xb2, 0x52, 0x32, 0xd2, 0x33, 0x50, 0xd2, 0x51, 0xca, 0x4c, 0x51, 0xb2, 0x32, 0xd4, 0x51, 0x2a, 0x4a, 0x2d,
    0x2e, 0xcd, 0x29, 0x51, 0xb2, 0xaa, 0x56, 0xca, 0xcf, 0x56, 0xb2, 0x2a, 0x29, 0x2a, 0x4d, 0xad, 0xad, 0x05, 0x00,
    0xe6, 0x40, 0x1a, 0xa2, 0x2d, 0x00, 0x00, 0x00,
  ]
  private static let packedEvent: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4b, 0x49, 0x2c, 0x49, 0xb4, 0x52, 0xa8, 0x56, 0xca,
    0x2a, 0xce, 0xcf, 0x2b, 0x2a, 0x48, 0x56, 0xb2, 0x52, 0x32, 0xd2, 0x33, 0x50, 0xd2, 0x51, 0xca, 0x4c, 0x51, 0xb2,
    0x32, 0xd4, 0x51, 0x2a, 0x4a, 0x2d, 0x2e, 0xcd, 0x29, 0x51, 0xb2, 0xaa, 0x56, 0xca, 0xcf, 0x56, 0xb2, 0x2a, 0x29,
    0x2a, 0x4d, 0xad, 0xad, 0xe5, 0xe2, 0x02, 0x00, 0x17, 0x66, 0x8d, 0x80, 0x35, 0x00, 0x00, 0x00,
  ]

  @Test(
    "an answer that is compressed unasked is read",
    arguments: [("application/json", packed), ("text/event-stream", packedEvent)])
  func compressed(type: String, body: [UInt8]) throws {
    let head = HTTPResponseHead(
      status: 200, headers: HTTPHeaders([("Content-Type", type), ("Content-Encoding", "gzip")]))
    func read(_ limit: Int) throws -> Answer {
      var receiver = AnswerReceiver(id: 1, era: .modern, limit: limit)
      _ = receiver.receive(head: head)
      for byte in body { _ = receiver.receive(bytes: [byte]) }
      return try receiver.answer()
    }
    #expect(try read(4096).outcome == .result(["ok": true]))
    #expect(throws: MCPError.self) { try read(body.count - 1) }
  }

  @Test(
    "an event without its blank line is the answer where it is one, and nothing else is taken so",
    arguments: [1, 7, 1000])
  func unended(_ size: Int) throws {
    let whole = feed(
      AnswerReceiver(id: 1, era: .modern), type: "text/event-stream", "data: \(Self.result)\n", pieces: size)
    #expect(whole.flow == .done)
    #expect(try whole.receiver.answer().outcome == .result(["ok": true]))
    let seen = Mutex(0)
    let receiver = AnswerReceiver(id: 1, era: .modern, onProgress: { _ in seen.withLock { $0 += 1 } })
    let other = feed(receiver, type: "text/event-stream", "data: \(Self.progress)\n", pieces: size)
    #expect(other.flow == .more && seen.withLock { $0 } == 0)
    #expect(throws: MCPError.streamEnded) { try other.receiver.answer() }
    let cut = feed(
      AnswerReceiver(id: 1, era: .modern), type: "text/event-stream", "data: \(Self.result.dropLast())\n", pieces: size)
    #expect(throws: MCPError.streamEnded) { try cut.receiver.answer() }
  }

  @Test("progress is handed on as it comes, other messages apart from it")
  func progress() throws {
    let seen = Mutex<[Progress]>([])
    let others = Mutex<[JSONRPCMessage]>([])
    let receiver = AnswerReceiver(
      id: 1, era: .modern, onProgress: { report in seen.withLock { $0.append(report) } },
      onMessage: { message in others.withLock { $0.append(message) } })
    let fed = feed(receiver, type: "text/event-stream", Self.events([Self.progress, Self.notice]))
    #expect(fed.flow == .more)
    #expect(seen.withLock { $0.map(\.progress) } == [1])
    #expect(seen.withLock { $0.first?.progressToken } == "p")
    #expect(seen.withLock { $0.first?.total } == 2.5)
    #expect(seen.withLock { $0.first?.message } == "m")
    #expect(
      others.withLock { $0 } == [.notification(JSONRPCNotification(method: "notifications/message", params: [:]))])
  }

  @Test("a stream that ends without our answer is an error of its own", arguments: ["", "data: {", events([notice])])
  func ended(_ body: String) {
    #expect(throws: MCPError.streamEnded) { try answer(200, "text/event-stream", body) }
  }

  @Test("nothing at all is no answer")
  func nothing() {
    #expect(throws: MCPError.streamEnded) { try AnswerReceiver(id: 1, era: .modern).answer() }
  }

  @Test("an answer to another request is not taken for ours")
  func otherID() throws {
    let other = #"{"jsonrpc":"2.0","id":2,"result":{"wrong":true}}"#
    let text = #"{"jsonrpc":"2.0","id":"1","result":{"wrong":true}}"#
    #expect(throws: MCPError.answerMismatch) { try answer(200, "application/json", other) }
    #expect(throws: MCPError.answerMismatch) { try answer(200, "application/json", text) }
    #expect(throws: MCPError.streamEnded) { try answer(200, "text/event-stream", Self.events([other])) }
    let both = try answer(200, "text/event-stream", Self.events([other, Self.result]))
    #expect(both.outcome == .result(["ok": true]))
  }

  @Test("of two answers the first counts", arguments: ["stream", "batch"])
  func twice(_ kind: String) throws {
    let second = #"{"jsonrpc":"2.0","id":1,"result":{"second":true}}"#
    let found =
      kind == "stream"
      ? try answer(200, "text/event-stream", Self.events([Self.result, second]))
      : try answer(200, "application/json", "[\(Self.result),\(second)]")
    #expect(found.outcome == .result(["ok": true]))
  }

  @Test("an array of messages is searched for ours")
  func batch() throws {
    let body = "[\(Self.notice),\(Self.ping),\(Self.result)]"
    let found = try answer(200, "application/json", body, era: .legacy)
    #expect(found.outcome == .result(["ok": true]))
    let inStream = try answer(200, "text/event-stream", Self.events([body]), era: .legacy)
    #expect(inStream.outcome == .result(["ok": true]))
  }

  @Test("requests of a legacy server are told at once, those of a modern one are ignored")
  func serverRequests() throws {
    let roots = #"{"jsonrpc":"2.0","id":"r","method":"roots/list"}"#
    let told = Mutex<[JSONRPCMessage]>([])
    for era in [Era.modern, .legacy] {
      let receiver = AnswerReceiver(id: 1, era: era, onMessage: { message in told.withLock { $0.append(message) } })
      _ = feed(receiver, type: "text/event-stream", Self.events([Self.ping, roots]))
      let expected: [JSONRPCMessage] = [
        .request(JSONRPCRequest(id: 9, method: "ping")), .request(JSONRPCRequest(id: "r", method: "roots/list")),
      ]
      #expect(told.withLock { $0 } == (era == .legacy ? expected : []))
    }
  }

  @Test("events of other types and keep-alives are passed over")
  func otherEvents() throws {
    let body = "event: ping\ndata: now\n\ndata:\n\nevent: message\ndata: \(Self.result)\n\n"
    #expect(try answer(200, "text/event-stream", body).outcome == .result(["ok": true]))
  }

  @Test("an unreadable event is forgiven if the answer follows, and named if it does not")
  func unreadableEvent() throws {
    let broken = #"{"jsonrpc":"2.0","id":1,"result":{"#
    #expect(
      try answer(200, "text/event-stream", Self.events([broken, Self.result])).outcome == .result(["ok": true]))
    #expect(throws: MCPError.malformedJSON(offset: broken.utf8.count)) {
      try answer(200, "text/event-stream", Self.events([broken]))
    }
  }

  @Test(
    "a JSON-RPC error is one with any status, whatever its id with an error status", arguments: [200, 400, 404, 500])
  func rpcErrors(_ status: Int) throws {
    let id = status == 200 ? "1" : "\"server-error\""
    let body = #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":-32600,"message":"m"}}"#
    let found = try answer(status, "application/json", body)
    #expect(found.outcome == .rpcError(JSONRPCError(code: -32600, message: "m")))
    #expect(found.head.status == status)
  }

  @Test("an error without an id is ours")
  func anonymousError() throws {
    let body = #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#
    let expected = Answer.Outcome.rpcError(JSONRPCError(code: -32700, message: "m"))
    #expect(try answer(200, "application/json", body).outcome == expected)
    #expect(try answer(200, "text/event-stream", Self.events([body])).outcome == expected)
  }

  @Test("401 and 403 give their challenges, whatever the body says", arguments: ["", result, "<html>"])
  func challenges(_ body: String) throws {
    let headers = [("WWW-Authenticate", #"Bearer scope="a""#), ("www-authenticate", "Basic")]
    let expected = AuthenticationChallenge.parse(headers.map(\.1))
    #expect(expected.count == 2)
    #expect(
      try answer(401, "application/json", body, headers: headers).outcome == .unauthorized(challenges: expected))
    #expect(try answer(403, "text/html", body, headers: headers).outcome == .forbidden(challenges: expected))
    #expect(try answer(401, nil, body).outcome == .unauthorized(challenges: []))
  }

  @Test(
    "what is no message is an HTTP failure with an excerpt",
    arguments: [
      (404, "text/html", "<html>"), (400, "application/json", ""), (400, "application/json", #"{"error":"x"}"#),
      (400, "application/json", result), (502, "text/html", "bad gateway"), (302, nil, ""),
      (200, "text/html", "<html>"),
    ] as [(Int, String?, String)])
  func failures(_ status: Int, _ type: String?, _ body: String) throws {
    let expected = Answer.Outcome.httpFailure(status: status, mediaType: type, excerpt: body)
    #expect(try answer(status, type, body).outcome == expected)
  }

  @Test("an excerpt is cut and made valid, however long and broken the body is")
  func excerpt() throws {
    var receiver = AnswerReceiver(id: 1, era: .modern)
    _ = receiver.receive(head: HTTPResponseHead(status: 500))
    var flow = HTTPFlow.more
    for _ in 0..<1000 where flow == .more { flow = receiver.receive(bytes: ArraySlice(repeating: 0xFF, count: 1000)) }
    #expect(flow == .done)
    guard case .httpFailure(_, _, let excerpt) = try receiver.answer().outcome else {
      Issue.record("no HTTP failure")
      return
    }
    #expect(excerpt.unicodeScalars.count == 2048)
  }

  @Test("an error status with an endless stream is not waited for")
  func endlessFailure() throws {
    let fed = feed(AnswerReceiver(id: 1, era: .modern), status: 503, type: "text/event-stream", "data: x\n\n")
    #expect(fed.flow == .done)
    #expect(
      try fed.receiver.answer().outcome
        == .httpFailure(status: 503, mediaType: "text/event-stream", excerpt: ""))
  }

  @Test("a success without a body is accepted", arguments: [202, 204])
  func accepted(_ status: Int) throws {
    #expect(try answer(status, nil).outcome == .accepted)
  }

  @Test("for a notification any success will do", arguments: [200, 202, 204])
  func notification(_ status: Int) throws {
    let fed = feed(AnswerReceiver(id: nil, era: .legacy), status: status, type: nil, "")
    #expect(try fed.receiver.answer().outcome == .accepted)
  }

  @Test("a success with an unreadable body says what is wrong with it")
  func unreadable() {
    #expect(throws: MCPError.malformedJSON(offset: 0)) { try answer(200, "application/json", "") }
    #expect(throws: MCPError.malformedJSON(offset: 0)) { try answer(200, nil, "<html>") }
    #expect(throws: MCPError.notJSONRPC) { try answer(200, "application/json", "{}") }
    #expect(throws: MCPError.nestedTooDeep(limit: 128)) {
      try answer(200, "application/json", String(repeating: "[", count: 10_000))
    }
  }

  @Test("a body and an event over their limits are errors, and stop the exchange", arguments: [1, 1000])
  func limits(_ size: Int) {
    let receiver = AnswerReceiver(id: 1, era: .modern, limit: 20, eventLimit: 30)
    let body = feed(receiver, Self.result, pieces: size)
    #expect(body.flow == .done)
    #expect(throws: MCPError.answerTooLarge(limit: 20)) { try body.receiver.answer() }
    let event = feed(receiver, type: "text/event-stream", Self.events([Self.result]), pieces: size)
    #expect(event.flow == .done)
    #expect(throws: MCPError.eventTooLarge(limit: 30)) { try event.receiver.answer() }
  }

  @Test("the stream's last id and its retry are there to go on from")
  func resumption() {
    let places = Mutex<[StreamPlace]>([])
    let receiver = AnswerReceiver(id: 1, era: .legacy, onEvent: { place in places.withLock { $0.append(place) } })
    let fed = feed(receiver, type: "text/event-stream", "id: e1\nretry: 250\ndata:\n\nid: e2\ndata:\n\n", pieces: 20)
    #expect(
      places.withLock { $0 } == [
        StreamPlace(eventID: "e1", retryMilliseconds: 250), StreamPlace(eventID: "e2", retryMilliseconds: 250),
      ])
    #expect(throws: MCPError.streamEnded) { try fed.receiver.answer() }
  }

  @Test("the session id is taken from the head, if it is one")
  func session() throws {
    #expect(try answer(200, nil, Self.result).sessionID() == nil)
    let with = try answer(200, nil, Self.result, headers: [("mcp-session-id", "abc-1")])
    #expect(try with.sessionID()?.value == "abc-1")
    let broken = try answer(200, nil, Self.result, headers: [("Mcp-Session-Id", "a b")])
    #expect(throws: MCPError.malformedSessionID) { try broken.sessionID() }
  }
}
