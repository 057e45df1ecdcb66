import Testing

@testable import DemoServer

@Suite struct ModernProtocolTests {
  private static let convert: JSON = ["amount": 1, "region": "jp"]

  @Test("discovery names versions, capabilities and a time to live")
  func discover() async throws {
    try await Stay.with { stay in
      let result = await stay.visitor.modern("server/discover", token: stay.accessToken).json["result"]
      #expect(result?["resultType"] == "complete")
      #expect(result?["supportedVersions"]?.strings?.first == "2026-07-28")
      #expect(result?["capabilities"]?["tools"] != nil)
      #expect(result?["ttlMs"] == 60_000)
    }
  }

  @Test("the list comes in pages of four, each tool once")
  func paging() async throws {
    try await Stay.with { stay in
      var names: [String] = []
      var cursor: JSON?
      for _ in 0..<10 {
        let params = cursor.map { ["cursor": $0] } ?? [:]
        let result = await stay.visitor.modern("tools/list", params, token: stay.accessToken).json["result"]
        let page = result?["tools"]?.array ?? []
        #expect(page.count <= 4)
        names += page.compactMap { $0["name"]?.string }
        cursor = result?["nextCursor"]
        if cursor == nil { break }
      }
      #expect(names == ToolList.tools.map(\.name))
      let bad = await stay.visitor.modern("tools/list", ["cursor": "nonsense"], token: stay.accessToken)
      #expect(bad.json["error"]?["code"] == -32602)
    }
  }

  @Test(
    "a header that is missing or says something else is a header mismatch",
    arguments: [
      ("MCP-Protocol-Version", nil), ("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Method", nil),
      ("Mcp-Method", "tools/list"), ("Mcp-Name", nil), ("Mcp-Name", "add_numbers"), ("Mcp-Name", "=?base64?!!?="),
      ("Mcp-Param-Region", nil), ("Mcp-Param-Region", "eu"),
    ] as [(String, String?)])
  func mismatch(name: String, value: String?) async throws {
    try await Stay.with { stay in
      var headers: [String: String?] = ["Mcp-Param-Region": "jp"]
      headers[name] = .some(value)
      let reply = await stay.visitor.call("convert", Self.convert, token: stay.accessToken, headers: headers)
      #expect(reply.status == 400)
      #expect(reply.json["error"]?["code"] == -32020)
    }
  }

  @Test(
    "a mirrored value may come encoded",
    arguments: [("jp", "=?base64?anA=?="), ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?=")])
  func encoded(region: String, header: String) async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.call(
        "convert", ["amount": 1, "region": .string(region)], token: stay.accessToken,
        headers: ["Mcp-Param-Region": header, "Mcp-Name": "=?base64?Y29udmVydA==?="])
      #expect(reply.status == 200)
      #expect(reply.json["result"]?["isError"] == .bool(region != "jp"))
    }
  }

  @Test("an unknown version is refused with the versions there are")
  func version() async throws {
    try await Stay.with { stay in
      let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": "2199-01-01", "io.modelcontextprotocol/clientCapabilities": [:],
      ]
      let reply = await stay.visitor.modern(
        "tools/list", token: stay.accessToken, headers: ["MCP-Protocol-Version": "2199-01-01"], meta: meta)
      #expect(reply.status == 400)
      #expect(reply.json["error"]?["code"] == -32022)
      #expect(reply.json["error"]?["data"]?["requested"] == "2199-01-01")
      #expect(reply.json["error"]?["data"]?["supported"]?.strings?.contains("2026-07-28") == true)
    }
  }

  @Test(
    "required members of _meta are required",
    arguments: [nil, [:], ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]] as [JSON?])
  func meta(value: JSON?) async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.modern("tools/list", token: stay.accessToken, meta: value)
      #expect(reply.status == 400)
      #expect(reply.json["error"]?["code"] == -32602)
    }
  }

  @Test(
    "an Accept header without both types is not acceptable",
    arguments: [nil, "application/json", "text/event-stream", "*/*"] as [String?])
  func accept(value: String?) async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.modern("tools/list", token: stay.accessToken, headers: ["Accept": value])
      #expect(reply.status == 406)
    }
  }

  @Test("an unknown method is 404 with its JSON-RPC error")
  func unknownMethod() async throws {
    try await Stay.with { stay in
      let reply = await stay.visitor.modern("resources/list", token: stay.accessToken)
      #expect(reply.status == 404)
      #expect(reply.json["error"]?["code"] == -32601)
    }
  }

  @Test("an unknown tool is a protocol error, a wrong argument and a failing tool are the tool's own")
  func errors() async throws {
    try await Stay.with { stay in
      #expect(await stay.visitor.call("nope", token: stay.accessToken).json["error"]?["code"] == -32602)
      let wrong = await stay.visitor.call("add_numbers", ["a": "x", "b": 1], token: stay.accessToken).json["result"]
      #expect(wrong?["isError"] == true)
      let failed = await stay.visitor.call("fail", token: stay.accessToken).json["result"]
      #expect(failed?["isError"] == true)
      #expect(failed?["resultType"] == "complete")
    }
  }

  @Test("progress comes as events before the response, if there is a token for it")
  func progress() async throws {
    try await Stay.with { stay in
      let quiet = await stay.visitor.call("count_slowly", ["upto": 2], token: stay.accessToken)
      #expect(quiet.header("content-type") == "application/json")
      guard case .object(var meta) = Visitor.modernMeta else { return }
      meta["progressToken"] = "p1"
      let told = await stay.visitor.call(
        "count_slowly", ["upto": 2], token: stay.accessToken, meta: .object(meta))
      #expect(told.header("content-type") == "text/event-stream")
      #expect(told.isWhole)
      #expect(told.events.count == 3)
      #expect(told.events.first?["params"]?["progressToken"] == "p1")
      #expect(told.events.last?["result"]?["resultType"] == "complete")
    }
  }

  @Test("JSON that is nested too deeply, broken, or a batch is refused as JSON-RPC says")
  func malformed() async throws {
    try await Stay.with { stay in
      let headers = Visitor.legacyHeaders(stay.accessToken, nil, "2026-07-28")
      let deep = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)
      for (body, code) in [(deep, -32700), ("{", -32700), ("[]", -32600), ("7", -32600)] {
        let reply = await RawClient.send("POST", stay.server.mcpURL, headers: headers, body: body)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["code"] == .integer(code))
      }
    }
  }

  @Test("a server of this era only answers initialize with the versions it has")
  func modernOnly() async throws {
    try await Stay.with(.init(consent: .allow, era: .modern)) { stay in
      let reply = await stay.visitor.legacy("initialize", Visitor.initialize, token: stay.accessToken)
      #expect(reply.status == 400)
      #expect(reply.json["error"]?["data"]?["supported"] == ["2026-07-28"])
      let headers = Visitor.legacyHeaders(stay.accessToken, nil, nil)
      #expect(await RawClient.send("GET", stay.server.mcpURL, headers: headers).status == 405)
    }
  }
}
