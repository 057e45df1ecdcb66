import MCP
import Testing

@Suite struct ToolsPageTests {
  static let tool: JSONValue = [
    "name": "query", "title": "Query", "description": "Asks.",
    "inputSchema": ["type": "object", "properties": ["r": ["type": "string", "x-mcp-header": "Region"]]],
    "outputSchema": ["type": "object"], "annotations": ["readOnlyHint": true, "title": "T"], "later": [1, 2.0],
  ]
  static let flawed: JSONValue = [
    "name": "bad", "inputSchema": ["properties": ["n": ["type": "number", "x-mcp-header": "N"]]],
  ]

  @Test("a page is read with its tools, cursor and cache hints")
  func reads() throws {
    let page = try ToolsPage.parse(
      ["tools": [Self.tool], "nextCursor": "", "ttlMs": 60000, "cacheScope": "public"], era: .modern)
    let tool = try #require(page.tools.first)
    #expect(page.tools.count == 1)
    #expect(page.dropped.isEmpty)
    #expect(page.nextCursor == "")
    #expect(page.cache.ttlMilliseconds == 60000)
    #expect(page.cache.scope == .public)
    #expect(tool.name == "query")
    #expect(tool.title == "Query")
    #expect(tool.description == "Asks.")
    #expect(tool.inputSchema["type"] == "object")
    #expect(tool.outputSchema == ["type": "object"])
    #expect(tool.annotations.readOnlyHint)
    #expect(tool.annotations.title == "T")
    #expect(tool.headerParameters.map(\.header) == ["Region"])
  }

  @Test("a tool survives its cache unchanged")
  func roundTrip() throws {
    let tool = try ToolDefinition(Self.tool, era: .modern)
    #expect(try ToolDefinition(JSONValue.parse(tool.json.serialized()), era: .modern) == tool)
  }

  @Test("a tool with an invalid header annotation is dropped alone, and only in the modern era")
  func dropped() throws {
    let result: JSONValue = ["tools": [Self.flawed, Self.tool]]
    let page = try ToolsPage.parse(result, era: .modern)
    #expect(page.tools.map(\.name) == ["query"])
    #expect(page.dropped == [DroppedTool(name: "bad", reason: .header(.unfitType(property: "n")))])
    let legacy = try ToolsPage.parse(result, era: .legacy)
    #expect(legacy.tools.map(\.name) == ["bad", "query"])
    #expect(legacy.tools.allSatisfy { $0.headerParameters.isEmpty })
  }

  @Test(
    "a tool that lacks what it must have is dropped",
    arguments: [
      ([:], "", "name"), (["name": "", "inputSchema": [:]], "", "name"), (["name": 1, "inputSchema": [:]], "", "name"),
      (["name": "x"], "x", "inputSchema"), (["name": "x", "inputSchema": true], "x", "inputSchema"),
      ("text", "", "name"),
    ] as [(JSONValue, String, String)])
  func malformed(_ json: JSONValue, _ name: String, _ member: String) throws {
    let page = try ToolsPage.parse(["tools": [json]], era: .legacy)
    #expect(page.tools.isEmpty)
    #expect(page.dropped == [DroppedTool(name: name, reason: .malformed(member: member))])
  }

  @Test("a result without tools is no page", arguments: [[:], ["tools": [:]], .null] as [JSONValue])
  func noPage(_ result: JSONValue) {
    #expect(throws: MCPError.malformedResult(member: "tools")) { try ToolsPage.parse(result, era: .modern) }
  }

  @Test(
    "without usable hints nothing is kept, and for nobody else",
    arguments: [
      ([:], 0), (["ttlMs": -5], 0), (["ttlMs": "60"], 0), (["ttlMs": 1.5e3], 1500), (["ttlMs": -1e300], 0),
      (["ttlMs": 1e300], 1_000_000_000_000_000), (["cacheScope": "everyone"], 0),
    ] as [(JSONValue, Int64)])
  func hints(_ result: JSONValue, _ milliseconds: Int64) {
    #expect(CacheHints(result).ttlMilliseconds == milliseconds)
    #expect(CacheHints(result).scope == .private)
  }

  @Test("without annotations the worst is assumed")
  func annotations() {
    let none = ToolAnnotations(nil)
    #expect(!none.readOnlyHint && none.destructiveHint && !none.idempotentHint && none.openWorldHint)
  }
}
