import FoundationEssentials
import MCP
import Testing

@Suite struct JSONValueTests {
  @Test(
    "a document is read exactly",
    arguments: [
      ("null", .null), (" true\n", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
      ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("1.0", 1.0), ("1e3", 1000.0), ("-2.5E-1", -0.25), ("\"\"", ""), ("[]", []), ("{}", [:]),
      ("[1, [2], {\"a\" : null}]", [1, [2], ["a": .null]]), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u00e9\u65E5\ud83d\ude00""#, "é日😀"), (#""é日😀""#, "é日😀"), (#""\u0000""#, "\0"),
      ("\u{FEFF}{}", [:]),
    ] as [(String, JSONValue)])
  func reads(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONValue.parse(text) == value)
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "nul", "True", "nan", "Infinity", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "1e400", "[1,]",
      "[1 2]",
      "[", "]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
      "\"a\nb\"", "'a'", "1 2", "{}x", "// x\n1", "\"\\",
    ])
  func refuses(_ text: String) {
    #expect { try JSONValue.parse(text) } throws: { error in
      if case .malformedJSON? = error as? MCPError { true } else { false }
    }
  }

  @Test(
    "bytes that are not UTF-8 are refused wherever they stand",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0xFF], [0x5B, 0x80, 0x5D], [0xFE, 0xFF, 0x00, 0x31],
    ] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    #expect(throws: MCPError.self) { try JSONValue.parse(bytes) }
  }

  @Test(
    "half of a surrogate pair becomes the replacement character and takes nothing along",
    arguments: [
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\n""#, "\u{FFFD}\n"),
      (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    ])
  func surrogates(_ text: String, _ expected: String) throws {
    #expect(try JSONValue.parse(text) == .string(expected))
  }

  @Test("of a member that comes twice the last value stays")
  func duplicates() throws {
    #expect(try JSONValue.parse(#"{"a":1,"b":2,"a":3}"#) == ["a": 3, "b": 2])
  }

  @Test("nesting is read to its limit and refused beyond it", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(_ open: String, _ close: String) throws {
    func nested(_ levels: Int) -> String {
      String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
    }
    let limit = JSONValue.depthLimit
    let deepest = try JSONValue.parse(nested(limit))
    #expect(deepest.text() == nested(limit))
    for levels in [limit + 1, 10_000, 1_000_000] {
      #expect(throws: MCPError.nestedTooDeep(limit: limit)) { try JSONValue.parse(nested(levels)) }
    }
    #expect(throws: MCPError.nestedTooDeep(limit: limit)) {
      try JSONValue.parse(String(repeating: open, count: 1_000_000))
    }
  }

  @Test("siblings do not count as nesting")
  func siblings() throws {
    let many = "[" + Array(repeating: "[{}]", count: 1000).joined(separator: ",") + "]"
    #expect(try JSONValue.parse(many).arrayValue?.count == 1000)
  }

  @Test("a document is written with sorted names and plain slashes")
  func writes() {
    let value: JSONValue = ["b": [1, 1.5, .null, true], "a/": "x/\"\\\n\t\r\u{1}é😀\u{7F}", "": [:], "Z": []]
    #expect(value.text() == #"{"":{},"Z":[],"a/":"x/\"\\\n\t\r\u0001é😀"# + "\u{7F}" + #"","b":[1,1.5,null,true]}"#)
    #expect(value.serialized() == Array(value.text().utf8))
  }

  @Test("pretty is indented by two spaces")
  func pretty() {
    let value: JSONValue = ["b": [1, ["c": .null]], "a": [], "z": [:]]
    let expected = """
      {
        "a": [],
        "b": [
          1,
          {
            "c": null
          }
        ],
        "z": {}
      }
      """
    #expect(value.text(pretty: true) == expected)
  }

  @Test(
    "what is written is read back equal",
    arguments: [
      .null, true, .integer(.max), .integer(.min), 0.1, 1e300, -1e-300, .number(.leastNonzeroMagnitude), 1.0,
      .number(.greatestFiniteMagnitude),
      "\u{2028}\u{0}\"", ["a": ["b": [1, "c"]]],
    ] as [JSONValue])
  func roundTrip(_ value: JSONValue) throws {
    #expect(try JSONValue.parse(value.serialized()) == value)
    #expect(try JSONValue.parse(value.serialized(pretty: true)) == value)
  }

  @Test("a value can be a member of a Codable type")
  func codable() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", true, .null], "b": [:]]
    #expect(try JSONDecoder().decode([JSONValue].self, from: try JSONEncoder().encode([value])) == [value])
    let deep = Data((String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)).utf8)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(JSONValue.self, from: deep) }
  }

  @Test("members and elements are reached by name and place, absent ones are nil")
  func access() {
    let value: JSONValue = ["a": [1, 2.0, 2.5, "x", true]]
    #expect(value["a"]?[0]?.integerValue == 1)
    #expect(value["a"]?[1]?.integerValue == 2)
    #expect(value["a"]?[2]?.integerValue == nil)
    #expect(value["a"]?[2]?.numberValue == 2.5)
    #expect(value["a"]?[3]?.stringValue == "x")
    #expect(value["a"]?[4]?.boolValue == true)
    #expect(value["a"]?[5] == nil)
    #expect(value["a"]?[-1] == nil)
    #expect(value["b"] == nil)
    #expect(value["a"]?["a"] == nil)
    #expect(JSONValue.number(1e300).integerValue == nil)
  }

  @Test("a large answer is read in good time")
  func large() throws {
    let item = #"{"type":"text","text":"hello \"world\"","n":[1,2.5,true,null]}"#
    let text = "[" + Array(repeating: item, count: 20_000).joined(separator: ",") + "]"
    let bytes = Array(text.utf8)
    let clock = ContinuousClock()
    var value = JSONValue.null
    let took = try clock.measure { value = try JSONValue.parse(bytes) }
    #expect(value.arrayValue?.count == 20_000)
    #expect(took < .seconds(20))
  }
}
