import MCP
import Testing

@Suite struct ToolArgumentsTests {
  static func property(_ schema: JSONValue) -> JSONValue { ["type": "object", "properties": ["p": schema]] }

  static func make(_ words: [String], _ schema: JSONValue) throws -> JSONValue {
    try ToolArguments.make(from: words.map { try ArgumentWord.parse($0) }, schema: schema)
  }

  static func errors(_ words: [String], _ schema: JSONValue) throws -> [ArgumentError] {
    do {
      let made = try make(words, schema)
      Issue.record("fits: \(made.text())")
      return []
    } catch let invalid as InvalidArguments {
      return invalid.errors
    }
  }

  static let optionalInteger: JSONValue = ["anyOf": [["type": "integer"], ["type": "null"]], "default": .null]
  static let optionalText: JSONValue = ["anyOf": [["type": "string"], ["type": "null"]]]

  static let coercions: [(JSONValue, String, JSONValue)] = [
    (["type": "string"], "5", "5"), (["type": "string"], "", ""), (["type": "string"], "a=b", "a=b"),
    (["type": "string"], "[1]", "[1]"), (["type": "string"], "null", "null"), (["type": "string"], "true", "true"),
    (["type": "integer"], "5", 5), (["type": "integer"], "-5", -5), (["type": "integer"], "3.0", 3),
    (["type": "integer"], "9007199254740993", 9_007_199_254_740_993),
    (["type": "integer"], "9223372036854775807", .integer(.max)),
    (["type": "number"], "5", 5), (["type": "number"], "1.5", 1.5), (["type": "number"], "-1e3", -1000.0),
    (["type": "boolean"], "true", true), (["type": "boolean"], "false", false), (["type": "null"], "null", .null),
    (["type": "array", "items": ["type": "integer"]], "[1, 2]", [1, 2]),
    (["type": "array", "items": ["type": "integer"]], "7", [7]),
    (["type": "array", "items": ["type": "string"]], "a,b", ["a,b"]),
    (["type": "array", "items": ["type": "string"]], "[draft", ["[draft"]),
    (["type": "array"], "x", ["x"]),
    (["type": "object"], #"{"a": 1}"#, ["a": 1]), (["type": "object"], "{}", [:]),
    (optionalInteger, "5", 5), (optionalInteger, "null", .null), (optionalText, "null", "null"),
    (optionalText, "5", "5"),
    (["type": ["integer", "null"]], "null", .null), (["type": ["integer", "string"]], "5", 5),
    (["type": ["integer", "string"]], "5x", "5x"),
    (["oneOf": [["type": "boolean"], ["type": "number"]]], "true", true),
    (["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]], "a", "a"),
    (["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]], #"["a"]"#, ["a"]),
    (["enum": ["fast", "slow"]], "slow", "slow"), (["enum": [1, 2, "3"]], "2", 2), (["enum": [1, 2, "3"]], "3", "3"),
    (["type": "string", "enum": ["1", "true"]], "1", "1"), (["const": "x"], "x", "x"),
    (["anyOf": [["enum": ["a"], "type": "string"], ["type": "null"]]], "null", .null),
    ([:], "5", 5), ([:], "text", "text"), ([:], "[1", "[1"), ([:], #"{"a":[]}"#, ["a": []]), (true, "1", 1),
    (["description": "no type"], "true", true), (["allOf": [["type": "integer"]]], "5", 5),
    (["properties": ["a": ["type": "string"]]], #"{"a":"1"}"#, ["a": "1"]),
  ]

  @Test(
    "a whole number beyond 64 bits goes as it was typed",
    arguments: [
      "9223372036854775808", "-9223372036854775809", "-99999999999999999999", "123456789012345678901234567890",
    ])
  func large(_ text: String) throws {
    for type in ["integer", "number"] {
      let made = try Self.make(["p=\(text)"], Self.property(["type": .string(type)]))
      #expect(made.text() == #"{"p":\#(text)}"#)
    }
  }

  @Test("text is read as the schema says", arguments: coercions)
  func coerces(_ schema: JSONValue, _ text: String, _ value: JSONValue) throws {
    #expect(try Self.make(["p=\(text)"], Self.property(schema)) == ["p": value])
  }

  static let misfits: [(JSONValue, String, ArgumentRule, String?)] = [
    (["type": "integer"], "x", .type(["integer"]), "1"), (["type": "integer"], "1.5", .type(["integer"]), "1"),
    (["type": "integer"], "", .type(["integer"]), "1"), (["type": "integer"], " 1x", .type(["integer"]), "1"),
    (["type": "integer"], "1e30", .type(["integer"]), "1"),
    (["type": "number"], "nan", .type(["number"]), "1"), (["type": "number"], "0x10", .type(["number"]), "1"),
    (["type": "number"], "1e999", .type(["number"]), "1"),
    (["type": "boolean"], "yes", .type(["boolean"]), "true"), (["type": "boolean"], "True", .type(["boolean"]), "true"),
    (["type": "null"], "x", .type(["null"]), nil),
    (["type": "object"], "x", .type(["object"]), "{}"), (["type": "object"], "{a:1}", .json, "{}"),
    (["type": "array", "items": ["type": "integer"]], "[1,", .json, "[1]"),
    (["type": "array", "items": ["type": "integer"]], "x", .type(["integer"]), "1"),
    (optionalInteger, "x", .type(["integer", "null"]), "1"),
    (["enum": ["fast", "slow"]], "fsat", .oneOf(["fast", "slow"], suggestion: "fast"), "fast"),
    (["enum": ["fast", "slow"]], "zzz", .oneOf(["fast", "slow"], suggestion: nil), "fast"),
    (["type": "string", "enum": ["a"]], "b", .oneOf(["a"], suggestion: nil), "a"),
    (["type": "integer", "minimum": 10, "maximum": 20], "5", .minimum(10), "10"),
    (["type": "integer", "minimum": 10, "maximum": 20], "21", .maximum(20), "10"),
    (["type": "number", "exclusiveMinimum": 0], "0", .exclusiveMinimum(0), "1"),
    (["type": "number", "exclusiveMaximum": 0.5], "0.5", .exclusiveMaximum(0.5), "1"),
    (["type": "integer", "multipleOf": 5], "7", .multipleOf(5), "1"),
    (["type": "string", "minLength": 2], "é", .minLength(2), "text"),
    (["type": "string", "maxLength": 2], "日本語", .maxLength(2), "text"),
    (["type": "array", "minItems": 2], "[1]", .minItems(2), "[]"),
    (["type": "array", "maxItems": 1], "[1,2]", .maxItems(1), "[]"),
    (["type": "array", "uniqueItems": true], "[1,1]", .uniqueItems, "[]"),
    (["type": "string", "const": "x", "examples": ["e"]], "y", .oneOf(["x"], suggestion: nil), "e"),
    (["anyOf": [["type": "integer", "minimum": 3], ["type": "null"]], "default": 4], "2", .minimum(3), "3"),
  ]

  @Test("what does not fit is named with its rule, what was given and an example", arguments: misfits)
  func misfit(_ schema: JSONValue, _ text: String, _ rule: ArgumentRule, _ example: String?) throws {
    let errors = try Self.errors(["p=\(text)"], Self.property(schema))
    #expect(errors.map(\.parameter) == ["p"])
    #expect(errors.map(\.rule) == [rule])
    #expect(errors.first?.example == example)
    #expect(errors.first?.given != nil)
  }

  static let tool: JSONValue = [
    "type": "object", "required": ["city"],
    "properties": [
      "city": ["type": "string", "examples": ["Oslo"]], "days": ["type": "integer"],
      "tags": ["type": "array", "items": ["$ref": "#/$defs/Tag"]],
      "a.b": ["type": "integer"],
      "place": [
        "anyOf": [["$ref": "#/$defs/Place"], ["type": "null"]]
      ],
    ],
    "$defs": [
      "Tag": ["type": "string", "enum": ["x", "y"]],
      "Place": [
        "type": "object", "required": ["lat"], "properties": ["lat": ["type": "number"], "name": ["type": "string"]],
      ],
    ],
  ]

  @Test("names repeat for lists, dots lead into objects, and a name with a dot of its own is found first")
  func shapes() throws {
    let made = try Self.make(
      ["city=5", "days:=3", "tags=x", "tags=y", "place.lat=59.9", "place.name=7", "a.b=1"], Self.tool)
    #expect(
      made == [
        "city": "5", "days": 3, "tags": ["x", "y"], "place": ["lat": 59.9, "name": "7"], "a.b": 1,
      ])
  }

  @Test("a missing parameter is named with an example")
  func required() throws {
    #expect(
      try Self.errors([], Self.tool) == [ArgumentError(parameter: "city", rule: .required, example: "Oslo")])
    #expect(
      try Self.errors(["city=x", "place.name=n"], Self.tool)
        == [ArgumentError(parameter: "place.lat", rule: .required, example: "1")])
  }

  @Test("an unknown parameter is named with the nearest one")
  func unknown() throws {
    let known = ["a.b", "city", "days", "place", "tags"]
    #expect(
      try Self.errors(["city=x", "dyas=1"], Self.tool)
        == [ArgumentError(parameter: "dyas", rule: .unknown(suggestion: "days", known: known), given: "1")])
    #expect(
      try Self.errors(["city=x", "zzzzzz=1"], Self.tool).map(\.rule) == [.unknown(suggestion: nil, known: known)])
    #expect(
      try Self.errors(["city=x", "place.lat=1", "place.nmae=1"], Self.tool).map(\.rule)
        == [.unknown(suggestion: "place.name", known: ["place.lat", "place.name"])])
  }

  @Test("everything that does not fit is told at once, each once")
  func several() throws {
    let errors = try Self.errors(["days=x", "tags=z", "place.lat=q", "cty=1"], Self.tool)
    #expect(errors.map(\.parameter) == ["days", "tags", "place.lat", "city", "cty"])
  }

  @Test("a parameter that is no list is given once, and so is each part of an object")
  func repeated() throws {
    #expect(try Self.errors(["city=a", "city=b"], Self.tool).map(\.rule) == [.repeated])
    let whole = #"place={"lat":1}"#
    #expect(try Self.errors(["city=a", whole, "place.lat=2"], Self.tool).map(\.parameter) == ["place.lat"])
    #expect(try Self.errors(["city=a", "place.lat=2", whole], Self.tool).map(\.parameter) == ["place"])
    #expect(try Self.errors(["city=a", "place=null", "place.lat=2"], Self.tool).map(\.rule) == [.repeated])
    #expect(try Self.make(["city=a", whole, "place.name=n"], Self.tool)["place"] == ["lat": 1, "name": "n"])
  }

  @Test(
    "members that a schema does not list are refused or taken as it says",
    arguments: [
      (["properties": [:], "additionalProperties": false], false), (["properties": [:]], false),
      (["properties": [:], "additionalProperties": true], true), ([:], true), (["type": "object"], true),
      (["additionalProperties": false], false),
      (["properties": [:], "additionalProperties": ["type": "string"]], true),
      (["properties": [:], "additionalProperties": ["type": "integer"]], false),
      (["properties": [:], "patternProperties": ["^q": true]], true), (["properties": [:], "allOf": [[:]]], true),
    ] as [(JSONValue, Bool)])
  func additional(_ schema: JSONValue, _ fits: Bool) throws {
    if fits {
      try ToolArguments.check(["q": "text"], schema: schema)
    } else {
      #expect(throws: InvalidArguments.self) { try ToolArguments.check(["q": "text"], schema: schema) }
    }
  }

  @Test("an undeclared value follows the schema for others")
  func additionalCoercion() throws {
    let schema: JSONValue = ["type": "object", "additionalProperties": ["type": "string"]]
    #expect(try Self.make(["q=5"], schema) == ["q": "5"])
    #expect(try Self.make(["q=5"], [:]) == ["q": 5])
  }

  @Test("words go over arguments given whole")
  func base() throws {
    let words = [try ArgumentWord.parse("days=2"), try ArgumentWord.parse("place.name=n")]
    let made = try ToolArguments.make(
      from: words, base: ["city": "x", "days": 1, "place": ["lat": 1]], schema: Self.tool)
    #expect(made == ["city": "x", "days": 2, "place": ["lat": 1, "name": "n"]])
  }

  @Test("arguments given whole follow the same rules, by location")
  func whole() throws {
    try ToolArguments.check(["city": "x", "tags": ["x"], "place": .null], schema: Self.tool)
    let bad: JSONValue = ["city": 1, "tags": ["x", "q"], "place": ["lat": "far"]]
    let invalid = try #require(throws: InvalidArguments.self) { try ToolArguments.check(bad, schema: Self.tool) }
    #expect(invalid.errors.map(\.parameter) == ["city", "place.lat", "tags[1]"])
    for value in [[], "x", 1, .null] as [JSONValue] {
      let invalid = try #require(throws: InvalidArguments.self) { try ToolArguments.check(value, schema: Self.tool) }
      #expect(invalid.errors.map(\.rule) == [.type(["object"])])
    }
  }

  @Test("what is given is cut before it is reported")
  func cut() throws {
    let errors = try Self.errors(["p=" + String(repeating: "x", count: 5000)], Self.property(["type": "integer"]))
    #expect(errors.first?.given?.count == 200)
  }
}
