import MCP
import Testing

@Suite struct JSONRPCMessageTests {
  @Test(
    "a message is told by its members",
    arguments: [
      (#"{"jsonrpc":"2.0","id":1,"result":{}}"#, .response(id: 1, result: [:])),
      (#"{"jsonrpc":"2.0","id":"a","result":null}"#, .response(id: "a", result: .null)),
      (#"{"jsonrpc":"2.0","id":1,"result":{},"error":null}"#, .response(id: 1, result: [:])),
      (
        #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"m","data":[1]}}"#,
        .failure(id: 1, error: JSONRPCError(code: -32601, message: "m", data: [1]))
      ),
      (
        #"{"jsonrpc":"2.0","id":null,"error":{"code":1}}"#,
        .failure(id: nil, error: JSONRPCError(code: 1, message: ""))
      ),
      (#"{"jsonrpc":"2.0","error":{"code":1.0}}"#, .failure(id: nil, error: JSONRPCError(code: 1, message: ""))),
      (#"{"jsonrpc":"2.0","id":7,"method":"ping"}"#, .request(JSONRPCRequest(id: 7, method: "ping"))),
      (
        #"{"jsonrpc":"2.0","method":"n","params":{"a":1}}"#,
        .notification(JSONRPCNotification(method: "n", params: ["a": 1]))
      ),
    ] as [(String, JSONRPCMessage)])
  func told(_ text: String, _ message: JSONRPCMessage) throws {
    #expect(try JSONRPCMessage.parse(Array(text.utf8)) == [message])
  }

  @Test(
    "JSON that is no JSON-RPC 2.0 message is refused",
    arguments: [
      "1", "null", "\"x\"", "{}", "[]", "[1]", #"{"id":1,"result":{}}"#, #"{"jsonrpc":"1.0","id":1,"result":{}}"#,
      #"{"jsonrpc":2.0,"id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","result":{}}"#,
      #"{"jsonrpc":"2.0","id":null,"result":{}}"#, #"{"jsonrpc":"2.0","id":null,"method":"m"}"#,
      #"{"jsonrpc":"2.0","id":1.5,"result":{}}"#, #"{"jsonrpc":"2.0","id":{},"method":"m"}"#,
      #"{"jsonrpc":"2.0","id":1,"error":"x"}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}"#,
    ])
  func refused(_ text: String) {
    #expect(throws: MCPError.notJSONRPC) { try JSONRPCMessage.parse(Array(text.utf8)) }
  }

  @Test("an array holds several messages, as MCP 2025-03-26 allows")
  func batch() throws {
    let text = #"[{"jsonrpc":"2.0","method":"n"},{"jsonrpc":"2.0","id":1,"result":{}}]"#
    #expect(
      try JSONRPCMessage.parse(Array(text.utf8)) == [
        .notification(JSONRPCNotification(method: "n")), .response(id: 1, result: [:]),
      ])
  }

  @Test("an id beyond 2^53 is kept exactly")
  func largeID() throws {
    let text = #"{"jsonrpc":"2.0","id":9007199254740993,"result":{}}"#
    #expect(try JSONRPCMessage.parse(Array(text.utf8)) == [.response(id: 9_007_199_254_740_993, result: [:])])
  }

  @Test("requests, notifications and errors are written as JSON-RPC 2.0")
  func written() {
    #expect(JSONRPCRequest(id: 1, method: "m").json.text() == #"{"id":1,"jsonrpc":"2.0","method":"m"}"#)
    #expect(
      JSONRPCRequest(id: "x", method: "m", params: ["a": 1]).json.text()
        == #"{"id":"x","jsonrpc":"2.0","method":"m","params":{"a":1}}"#)
    #expect(JSONRPCNotification(method: "n").json.text() == #"{"jsonrpc":"2.0","method":"n"}"#)
    #expect(JSONRPCError(code: 1, message: "m").json.text() == #"{"code":1,"message":"m"}"#)
  }
}
