import HTTP
import MCP
import Testing

@Suite struct RequestTests {
  static let call = MCPRequest("tools/call", params: ["name": "t", "arguments": [:]], isRepeatable: false)
  static let client = ClientInfo(name: "mcpcred", version: "1.2")

  func modern() throws -> ModernRequests {
    ModernRequests(endpoint: try #require(WebURL("https://h/mcp?x=1")), client: Self.client, deadline: .seconds(7))
  }

  func legacy(session: String? = "s-1") throws -> LegacyRequests {
    LegacyRequests(
      endpoint: try #require(WebURL("https://h/mcp")), version: .v2025_06_18, sessionID: session.flatMap(SessionID.init)
    )
  }

  func body(_ request: HTTPRequest) throws -> JSONValue { try JSONValue.parse(request.body) }

  @Test("a modern call carries every header and the whole of _meta")
  func modernCall() throws {
    let region = try HeaderParameter.all(in: [
      "properties": [
        "region": ["type": "string", "x-mcp-header": "Region"], "n": ["type": "integer", "x-mcp-header": "N"],
      ]
    ])
    let call = MCPRequest(
      "tools/call", params: ["name": "query", "arguments": ["region": "eu west", "q": 1]], headerParameters: region,
      asksForProgress: true)
    let request = try modern().request(call, id: 5)
    #expect(request.method == .post)
    #expect(request.url.raw == "https://h/mcp?x=1")
    #expect(request.deadline == .seconds(7))
    let expected = [
      "Accept: application/json, text/event-stream", "Content-Type: application/json",
      "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: query", "Mcp-Param-Region: eu west",
    ]
    #expect(request.headers.fields.map { "\($0.name): \($0.value)" } == expected)
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": 5, "method": "tools/call",
      "params": [
        "name": "query", "arguments": ["region": "eu west", "q": 1],
        "_meta": [
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": [:],
          "io.modelcontextprotocol/clientInfo": ["name": "mcpcred", "version": "1.2"],
          "progressToken": 5,
        ],
      ],
    ]
    #expect(try body(request) == message)
  }

  @Test("a call that goes on sends the answers and the state as given, another sends neither")
  func continued() throws {
    let first = try body(try modern().request(Self.call, id: 1))
    #expect(first["params"]?["inputResponses"] == nil)
    #expect(first["params"]?["requestState"] == nil)
    let second = try body(
      try modern().request(Self.call.answering(["k": ["action": "accept"]], requestState: ""), id: 2))
    #expect(second["params"]?["inputResponses"]?["k"]?["action"] == "accept")
    #expect(second["params"]?["requestState"] == "")
  }

  @Test("a call whose header cannot be written is not made")
  func unfit() throws {
    let parameters = try HeaderParameter.all(in: ["properties": ["n": ["type": "integer", "x-mcp-header": "N"]]])
    #expect(throws: MCPError.headerValueUnfit(parameter: "n")) {
      try modern().request(
        MCPRequest(
          "tools/call", params: ["name": "t", "arguments": ["n": .integer(1 << 53)]], headerParameters: parameters),
        id: 1)
    }
  }

  @Test("discovery and listing name their method and nothing else")
  func modernOthers() throws {
    let discover = try modern().request(MCPRequest("server/discover"), id: "d")
    #expect(discover.headers["mcp-method"] == "server/discover")
    #expect(discover.headers["mcp-name"] == nil)
    #expect(try body(discover)["params"]?["_meta"]?["progressToken"] == nil)
    let list = try modern().request(.list("tools/list", cursor: ""), id: 2)
    #expect(list.headers["mcp-method"] == "tools/list")
    #expect(try body(list)["params"]?["cursor"] == "")
    #expect(try body(try modern().request(.list("tools/list"), id: 2))["params"]?["cursor"] == nil)
  }

  @Test("other methods can be asked, their own _meta kept")
  func general() throws {
    let request = try modern().request(
      "resources/read", params: ["uri": "a://b", "_meta": ["x": 1]], name: "a://b", id: 3)
    #expect(request.headers["Mcp-Name"] == "a://b")
    let message = try body(request)
    #expect(message["params"]?["_meta"]?["x"] == 1)
    #expect(message["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
  }

  @Test("initialize proposes a version and carries neither session nor version header")
  func initialize() throws {
    let request = try legacy().initialize(client: Self.client, id: 1)
    #expect(request.headers["MCP-Protocol-Version"] == nil)
    #expect(request.headers["Mcp-Session-Id"] == nil)
    #expect(request.headers["Accept"] == "application/json, text/event-stream")
    let expected: JSONValue = [
      "protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "mcpcred", "version": "1.2"],
    ]
    #expect(try body(request)["params"] == expected)
    #expect(LegacyRequests(endpoint: request.url).version == .v2025_11_25)
  }

  @Test("extensions are declared in every modern request, and in initialize; without one nothing is")
  func extensions() throws {
    let capabilities = ClientCapabilities(extensions: ["a.example/b", "c.example/d"])
    let declared: JSONValue = ["extensions": ["a.example/b": [:], "c.example/d": [:]]]
    let requests = ModernRequests(endpoint: try modern().endpoint, client: Self.client, capabilities: capabilities)
    for request in [
      try requests.request(MCPRequest("server/discover"), id: 1), try requests.request(.list("tools/list"), id: 2),
      try requests.request(Self.call, id: 3),
    ] {
      #expect(
        try body(request)["params"]?["_meta"]?["io.modelcontextprotocol/clientCapabilities"] == declared)
    }
    let initialize = try legacy().initialize(client: Self.client, capabilities: capabilities, id: 1)
    #expect(try body(initialize)["params"]?["capabilities"] == declared)
    #expect(ClientCapabilities().json == [:])
  }

  @Test("everything after initialize carries version and session")
  func session() throws {
    let requests = try legacy()
    let all = [
      requests.initialized(), requests.request(.list("tools/list"), id: 2), requests.request(Self.call, id: 3),
      requests.cancel(3, reason: "r"), requests.reply(.result([:]), to: 9),
      requests.resume(lastEventID: "e"), try #require(requests.close()),
    ]
    for request in all {
      #expect(request.headers["MCP-Protocol-Version"] == "2025-06-18")
      #expect(request.headers["Mcp-Session-Id"] == "s-1")
      #expect(request.headers["Mcp-Method"] == nil)
    }
    #expect(all.map(\.method) == [.post, .post, .post, .post, .post, .get, .delete])
  }

  @Test("without a session none is sent and none is closed")
  func noSession() throws {
    let requests = try legacy(session: nil)
    #expect(requests.request(.list("tools/list"), id: 1).headers["Mcp-Session-Id"] == nil)
    #expect(requests.close() == nil)
  }

  @Test("legacy messages are what the revision says")
  func legacyBodies() throws {
    let requests = try legacy()
    #expect(try body(requests.initialized()) == ["jsonrpc": "2.0", "method": "notifications/initialized"])
    #expect(
      try body(requests.request(.list("tools/list"), id: 2)) == ["jsonrpc": "2.0", "id": 2, "method": "tools/list"])
    #expect(try body(requests.request(.list("tools/list", cursor: "c"), id: 2))["params"] == ["cursor": "c"])
    #expect(
      try body(requests.request(MCPRequest("prompts/get", params: ["name": "t"], asksForProgress: true), id: 3))[
        "params"]
        == ["name": "t", "_meta": ["progressToken": 3]])
    #expect(
      try body(requests.cancel(3)) == [
        "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 3],
      ])
    #expect(requests.resume(lastEventID: "e7").headers["Last-Event-ID"] == "e7")
    #expect(requests.resume(lastEventID: "e7").headers["Accept"] == "text/event-stream")
  }

  @Test("a server's request is answered by its id")
  func answers() throws {
    let requests = try legacy()
    #expect(try body(requests.reply(.result([:]), to: "x")) == ["jsonrpc": "2.0", "id": "x", "result": [:]])
    let other = try body(requests.reply(.methodNotFound, to: 4))
    #expect(other["error"]?["code"] == -32601)
    #expect(other["id"] == 4)
  }

  @Test("what a host says of itself stays as it said it")
  func host() throws {
    let meta: JSONValue = [
      "io.modelcontextprotocol/clientInfo": ["name": "editor"],
      "io.modelcontextprotocol/clientCapabilities": ["roots": [:]],
      "io.modelcontextprotocol/protocolVersion": "2030-01-01",
    ]
    let sent = try body(try modern().request(MCPRequest("tools/list", params: ["_meta": meta]), id: 1))["params"]?[
      "_meta"]
    #expect(sent?["io.modelcontextprotocol/clientInfo"] == ["name": "editor"])
    #expect(sent?["io.modelcontextprotocol/clientCapabilities"] == ["roots": [:]])
    #expect(sent?["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
  }
}
