import HTTP
import MCP
import Testing

@Suite struct JSONTextTests {
  static let good = [
    "null", " true\n", "-0", "1e400", "\"\"", "[]", "{}", " { } ", "[ ]", "[1, [2], {\"a\" : null}]",
    #"{"b":[1.50,1e3,-2E-1],"a":{"":{}},"b":"\u00e9\ud83d\ude00\/ é日😀"}"#, "\u{FEFF}{\"a\":1}", "[[[]],{\"x\":[{}]}]",
  ]
  static let bad = [
    "", " ", "nul", "01", "-", "1.", ".5", "1e", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}",
    "{,}", "{a:1}", "\"", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "1 2", "{}x", "\"\\", "[\"\u{0}\"]", "{\"a\":1 \"b\":2}",
  ]

  @Test("a document is checked as strictly as it is read, and says the same", arguments: good)
  func checked(_ text: String) throws {
    let document = try JSONText(Array(text.utf8))
    let value = try JSONValue.parse(text)
    #expect(document.value == value)
    for written in [document.text(), document.text(pretty: true)] { #expect(try JSONValue.parse(written) == value) }
  }

  @Test("what is not JSON is refused", arguments: bad)
  func refused(_ text: String) {
    #expect(throws: MCPError.self) { try JSONText(Array(text.utf8)) }
  }

  @Test(
    "bytes that are not UTF-8 are refused as they are when read",
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE6, 0x97], [0xF0, 0x9F, 0x98], [0x80],
    ] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    let body = [0x22] + bytes + [0x22]
    #expect(throws: MCPError.self) { try JSONText(body) }
    #expect(throws: MCPError.self) { try JSONValue.parse(body) }
  }

  @Test("nesting is checked to the same limit", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(_ open: String, _ close: String) throws {
    func nested(_ levels: Int) -> [UInt8] {
      Array((String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)).utf8)
    }
    _ = try JSONText(nested(JSONValue.depthLimit))
    #expect(throws: MCPError.nestedTooDeep(limit: JSONValue.depthLimit)) {
      try JSONText(nested(JSONValue.depthLimit + 1))
    }
  }

  @Test("order, numbers and escapes stay as they came; blanks go, and what acts on a terminal is escaped")
  func written() throws {
    let text = "{ \"b\" : [ 1.50 , 1e400 ] ,\n\"a\\u0041\" : \"x\\/\u{9B}\u{7F}\u{202E}é\\n\" , \"c\" : [ ] }"
    let document = try JSONText(Array(text.utf8))
    let line = #"{"b":[1.50,1e400],"a\u0041":"x\/\u009b\u007f\u202eé\n","c":[]}"#
    #expect(document.text() == line)
    #expect(
      document.text(pretty: true)
        == "{\n  \"b\": [\n    1.50,\n    1e400\n  ],\n  \"a\\u0041\": \"x\\/\\u009b\\u007f\\u202eé\\n\",\n  \"c\": []\n}"
    )
  }

  @Test("members are found by name, the last of two, and can be read apart")
  func members() throws {
    let document = try JSONText(Array(#" {"a":[1],"\u0062":{"c":2},"a":3} "#.utf8))
    let members = try #require(document.members)
    #expect(members.mapValues(\.value) == ["a": 3, "b": ["c": 2]])
    #expect(members["b"]?.text() == #"{"c":2}"# && members["b"]?.members?["c"]?.value == 2)
    #expect(try JSONText(Array("[1]".utf8)).members == nil && JSONText(Array("1".utf8)).members == nil)
    #expect(JSONText(["a": 1]).text() == #"{"a":1}"#)
  }

  @Test("a large document is written in portions")
  func portions() throws {
    let body =
      "[\"" + String(repeating: "é\u{9B}x", count: 100_000) + "\"" + String(repeating: ", 1", count: 90_000) + "]"
    let document = try JSONText(Array(body.utf8))
    var portions: [[UInt8]] = []
    document.write { portions.append($0) }
    #expect(portions.count > 5 && portions.allSatisfy { $0.count <= 128 << 10 })
    #expect(try JSONValue.parse(Array(portions.joined())) == document.value)
  }

  @Test("an answer's result is left unread where that is asked for, as a body and in a stream, and only its own")
  func unread() throws {
    func receive(_ type: String, _ body: String) throws -> Answer.Outcome {
      try feed(AnswerReceiver(id: 1, era: .modern, leavesUnread: true), type: type, body).receiver.answer().outcome
    }
    let result = #"{"jsonrpc":"2.0","id":1,"result":{"b":1.50,"a":2}}"#
    let json = "application/json", events = "text/event-stream"
    for outcome in [try receive(json, result), try receive(events, "data: \(result)\n\n")] {
      guard case .unread(let text) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      #expect(text.text() == #"{"b":1.50,"a":2}"#)
    }
    #expect(try receive(json, "[\(result)]") == .result(["b": 1.5, "a": 2]))
    let error = #"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"},"result":{}}"#
    #expect(try receive(json, error) == .rpcError(JSONRPCError(code: -1, message: "x")))
    #expect(throws: MCPError.answerMismatch) { try receive(json, #"{"jsonrpc":"2.0","id":2,"result":{}}"#) }
    #expect(throws: MCPError.notJSONRPC) { try receive(json, #"{"id":1,"result":{}}"#) }
    #expect(throws: MCPError.self) { try receive(json, #"{"jsonrpc":"2.0","id":1,"result":{"a":1,}}"#) }
  }
}
