import HTTP
import MCP
import Testing

@Suite struct HeaderParameterTests {
  static func schema(_ property: JSONValue) -> JSONValue {
    ["type": "object", "properties": ["p": property]]
  }

  static let region = schema(["type": "string", "x-mcp-header": "Region"])

  @Test(
    "text that a header cannot carry is encoded, all other is sent as it is",
    arguments: [
      ("us-west1", "us-west1"), ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
      (" padded ", "=?base64?IHBhZGRlZCA=?="), ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
      ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="), ("", ""), ("a b", "a b"), ("~!\"", "~!\""),
      ("x ", "=?base64?eCA=?="), ("a\tb", "=?base64?YQli?="), ("\u{7F}", "=?base64?fw==?="),
      ("=?BASE64?x?=", "=?BASE64?x?="), ("=?base64?x", "=?base64?x"), ("a\r\nX: y", "=?base64?YQ0KWDogeQ==?="),
    ])
  func text(_ value: String, _ sent: String) throws {
    let parameter = try #require(try HeaderParameter.all(in: Self.region).first)
    let field = try #require(try parameter.field(for: ["p": .string(value)]))
    #expect(field.name == "Mcp-Param-Region")
    #expect(field.value == sent)
  }

  @Test("a tool's name is encoded likewise")
  func name() throws {
    let endpoint = try #require(WebURL("https://h/mcp"))
    let requests = ModernRequests(endpoint: endpoint, client: ClientInfo(name: "c", version: "1"))
    #expect(
      try requests.request(MCPRequest("tools/call", params: ["name": "Ü"]), id: 1).headers["Mcp-Name"]
        == "=?base64?w5w=?=")
  }

  @Test(
    "integers and booleans are written plainly",
    arguments: [
      ("integer", 42, "42"), ("integer", -7, "-7"), ("integer", 3.0, "3"),
      ("integer", 9_007_199_254_740_991, "9007199254740991"),
      ("integer", -9_007_199_254_740_991, "-9007199254740991"), ("boolean", true, "true"), ("boolean", false, "false"),
    ] as [(String, JSONValue, String)])
  func plain(_ type: String, _ value: JSONValue, _ sent: String) throws {
    let schema = Self.schema(["type": .string(type), "x-mcp-header": "X"])
    let parameter = try #require(try HeaderParameter.all(in: schema).first)
    #expect(try parameter.field(for: ["p": value])?.value == sent)
  }

  @Test(
    "a value that does not fit its header is an error",
    arguments: [
      ("integer", 9_007_199_254_740_992), ("integer", -9_007_199_254_740_992), ("integer", .integer(.min)),
      ("integer", 1.5), ("integer", "1"), ("boolean", "true"), ("string", 1), ("string", []),
    ] as [(String, JSONValue)])
  func unfit(_ type: String, _ value: JSONValue) throws {
    let schema = Self.schema(["type": .string(type), "x-mcp-header": "X"])
    let parameter = try #require(try HeaderParameter.all(in: schema).first)
    #expect(throws: MCPError.headerValueUnfit(parameter: "p")) { try parameter.field(for: ["p": value]) }
  }

  @Test("a value that is absent or null has no header", arguments: [[:], ["p": .null], ["q": "x"]] as [JSONValue])
  func absent(_ arguments: JSONValue) throws {
    let parameter = try #require(try HeaderParameter.all(in: Self.region).first)
    #expect(try parameter.field(for: arguments) == nil)
  }

  @Test("a nested value is read at its exact place")
  func nested() throws {
    let schema = Self.schema([
      "type": "object", "properties": ["a.b": ["type": "integer", "x-mcp-header": "Deep"]],
    ])
    let parameter = try #require(try HeaderParameter.all(in: schema).first)
    #expect(parameter.path == ["p", "a.b"])
    #expect(try parameter.field(for: ["p": ["a.b": 5]])?.value == "5")
    #expect(try parameter.field(for: ["p": ["a": ["b": 5]]]) == nil)
    #expect(try parameter.field(for: ["p": "text"]) == nil)
  }

  @Test(
    "an invalid annotation is refused with its reason",
    arguments: [
      (["type": "string", "x-mcp-header": ""], .notFieldName(property: "p")),
      (["type": "string", "x-mcp-header": "a b"], .notFieldName(property: "p")),
      (["type": "string", "x-mcp-header": "ü"], .notFieldName(property: "p")),
      (["type": "string", "x-mcp-header": "a:b"], .notFieldName(property: "p")),
      (["type": "string", "x-mcp-header": "a\r\nb"], .notFieldName(property: "p")),
      (["type": "string", "x-mcp-header": 1], .notFieldName(property: "p")),
      (["type": "number", "x-mcp-header": "X"], .unfitType(property: "p")),
      (["type": "object", "x-mcp-header": "X"], .unfitType(property: "p")),
      (["type": ["string", "null"], "x-mcp-header": "X"], .unfitType(property: "p")),
      (["x-mcp-header": "X"], .unfitType(property: "p")),
      (["type": "array", "items": ["type": "string", "x-mcp-header": "X"]], .unreachable),
      (["anyOf": [["type": "string", "x-mcp-header": "X"]]], .unreachable),
      (["if": ["properties": ["q": ["type": "string", "x-mcp-header": "X"]]]], .unreachable),
      (["$defs": ["d": ["type": "string", "x-mcp-header": "X"]]], .unreachable),
      (["additionalProperties": ["type": "string", "x-mcp-header": "X"]], .unreachable),
    ] as [(JSONValue, HeaderParameterFlaw)])
  func flaws(_ property: JSONValue, _ flaw: HeaderParameterFlaw) {
    #expect(throws: flaw) { try HeaderParameter.all(in: Self.schema(property)) }
  }

  @Test("an annotation of the arguments as a whole is invalid")
  func whole() {
    #expect(throws: HeaderParameterFlaw.unfitType(property: "")) {
      try HeaderParameter.all(in: ["type": "object", "x-mcp-header": "X"])
    }
  }

  @Test("two annotations of one header are refused, whatever their case and depth")
  func duplicate() {
    let schema: JSONValue = [
      "properties": [
        "a": ["type": "string", "x-mcp-header": "Region"],
        "b": ["properties": ["c": ["type": "string", "x-mcp-header": "REGION"]]],
      ]
    ]
    #expect(throws: HeaderParameterFlaw.duplicate(header: "REGION")) { try HeaderParameter.all(in: schema) }
  }

  @Test(
    "what only looks like an annotation is none",
    arguments: [
      ["properties": ["x-mcp-header": ["type": "number"]]], ["default": ["x-mcp-header": ""]],
      ["enum": [["x-mcp-header": ""]]], ["examples": [["x-mcp-header": 1]]], [:], true,
    ] as [JSONValue])
  func harmless(_ schema: JSONValue) throws {
    #expect(try HeaderParameter.all(in: schema).isEmpty)
    #expect(try HeaderParameter.all(in: Self.schema(schema)).isEmpty)
  }
}
