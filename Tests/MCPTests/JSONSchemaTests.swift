import MCP
import Testing

@Suite struct JSONSchemaTests {
  @Test(
    "local references are followed, others permit everything",
    arguments: [
      (["$ref": "#/$defs/N", "$defs": ["N": ["type": "integer"]]], false),
      (["$ref": "#/$defs/a~1b~0", "$defs": ["a/b~": ["type": "integer"]]], false),
      (["$ref": "#/anyOf/0", "anyOf": [["type": "integer"]]], false),
      (["$ref": "#/$defs/none"], true), (["$ref": "https://example.com/schema.json"], true),
      (["$ref": "file:///etc/passwd"], true), (["$ref": "#anchor"], true), (["$ref": 1], true), (["$ref": ""], true),
    ] as [(JSONValue, Bool)])
  func references(_ schema: JSONValue, _ permitsText: Bool) {
    #expect(JSONSchema(schema).violations(of: "text").isEmpty == permitsText)
  }

  static let endless: [JSONValue] = [
    ["$ref": "#"], ["anyOf": [["$ref": "#"], ["$ref": "#"]]],
    ["allOf": [["$ref": "#"], ["$ref": "#"], ["$ref": "#"]]],
    ["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]]],
    ["properties": ["p": ["$ref": "#"]], "items": ["$ref": "#"]],
    ["anyOf": .array(Array(repeating: ["$ref": "#"], count: 100))],
    [
      "anyOf": .array(Array(repeating: ["$ref": "#"], count: 100) + [["type": "integer"]]),
      "allOf": .array(Array(repeating: ["$ref": "#"], count: 100)),
      "enum": .array((0..<200).map { .integer($0) }),
    ],
    [
      "anyOf": [["$ref": "#"], ["$ref": "#"], ["type": "integer"]], "properties": ["p": ["$ref": "#"]],
    ],
  ]

  // By number: a failure is not to print hundreds of references.
  @Test("a schema that refers to itself comes to an end", arguments: endless.indices)
  func recursion(_ number: Int) throws {
    let schema = Self.endless[number]
    let clock = ContinuousClock()
    let took = try clock.measure {
      _ = JSONSchema(schema).violations(of: ["p": ["p": [1, "x"]]])
      let word = try ArgumentWord.parse("p=text")
      _ = try? ToolArguments.make(from: [word], schema: schema)
      _ = try? ToolArguments.make(from: [word], schema: ["properties": ["p": schema]])
    }
    #expect(took < .seconds(30))
  }

  @Test("a tree of recursive type is checked all the way down")
  func tree() {
    let schema: JSONValue = [
      "$ref": "#/$defs/Node",
      "$defs": [
        "Node": [
          "type": "object", "required": ["v"],
          "properties": ["v": ["type": "integer"], "next": ["anyOf": [["$ref": "#/$defs/Node"], ["type": "null"]]]],
        ]
      ],
    ]
    let good: JSONValue = ["v": 1, "next": ["v": 2, "next": .null]]
    #expect(JSONSchema(schema).violations(of: good, closed: true).isEmpty)
    let bad: JSONValue = ["v": 1, "next": ["v": 2, "next": ["v": "x"]]]
    #expect(JSONSchema(schema).violations(of: bad, closed: true).map(\.parameter) == ["next.next.v"])
  }

  @Test(
    "numbers are equal and whole by their value",
    arguments: [
      (["type": "integer"], 3.0, true), (["type": "integer"], 3.5, false), (["enum": [1]], 1.0, true),
      (["const": 1.5], 1.5, true), (["multipleOf": 0.1], 0.3, true), (["multipleOf": 0], 7, true),
      (["enum": [9_007_199_254_740_993]], 9_007_199_254_740_992, false),
    ] as [(JSONValue, JSONValue, Bool)])
  func numbers(_ schema: JSONValue, _ value: JSONValue, _ fits: Bool) {
    #expect(JSONSchema(schema).violations(of: value).isEmpty == fits)
  }

  @Test("an open schema permits members it does not list, as JSON Schema does")
  func open() {
    let schema = JSONSchema(["properties": ["a": ["type": "string"]]])
    #expect(schema.violations(of: ["b": 1]).isEmpty)
    #expect(schema.violations(of: ["b": 1], closed: true).map(\.parameter) == ["b"])
  }

  @Test("alternatives that all miss are told as such")
  func alternatives() {
    let schema = JSONSchema(["anyOf": [["type": "integer", "minimum": 5], ["type": "number", "maximum": -5]]])
    #expect(schema.violations(of: 6).isEmpty)
    #expect(schema.violations(of: -6).isEmpty)
    #expect(schema.violations(of: 0).map(\.rule) == [.alternatives])
    #expect(schema.violations(of: "x").map(\.rule) == [.type(["integer", "number"])])
  }

  @Test("places in a list have schemas of their own, the rest another")
  func prefix() {
    let schema = JSONSchema(["prefixItems": [["type": "string"]], "items": ["type": "integer"]])
    #expect(schema.violations(of: ["a", 1, 2]).isEmpty)
    #expect(schema.violations(of: [1, 1, "b"]).map(\.parameter) == ["[0]", "[2]"])
  }

  @Test(
    "a schema of nonsense permits everything and stops nothing",
    arguments: [
      true, 1, "x", [], ["type": 1], ["type": []], ["properties": 1], ["required": "x"], ["enum": 1], ["minimum": "x"],
      ["minLength": 1e300], ["minLength": -1], ["items": 1], ["anyOf": []], ["anyOf": 1], ["allOf": [1]],
      ["pattern": "("],
    ] as [JSONValue])
  func nonsense(_ schema: JSONValue) throws {
    for value in ["text", 1, ["a": [1]], [1]] as [JSONValue] {
      #expect(JSONSchema(schema).violations(of: value).isEmpty)
    }
    #expect(
      try ToolArguments.make(from: [ArgumentWord.parse("p=x")], schema: ["properties": ["p": schema]]) == ["p": "x"])
  }
}
