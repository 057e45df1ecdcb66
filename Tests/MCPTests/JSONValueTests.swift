import FoundationEssentials
import HTTP
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
      "", " ", "nul", "True", "nan", "Infinity", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "[1,]",
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

  @Test(
    "a number that is no double travels as it was written",
    arguments: [
      "1e400", "-1E-999", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "1.10", "1e3",
      "1E+2",
      "-0.0", "9223372036854775808", "18446744073709551615", "0.30000000000000004", "-9223372036854775809", "5e-324",
    ])
  func numbers(_ text: String) throws {
    let value = try JSONValue.parse("{\"a\":[\(text)]}")
    #expect(value.text() == "{\"a\":[\(text)]}")
    #expect(try JSONValue.parse(value.text()) == value)
    #expect(value["a"]?[0]?.numberValue == Double(text).flatMap { $0.isFinite ? $0 : nil })
  }

  @Test("numbers of a result are compared and checked by their value")
  func values() throws {
    #expect(try JSONValue.parse("1e2").integerValue == 100 && JSONValue.parse("1e400").integerValue == nil)
    #expect(try JSONValue.parse("1.50") == 1.5 && JSONValue.parse("1.50") != 1.25)
    #expect(try JSONValue.parse("1e400") == JSONValue.parse("1e400"))
    #expect(try JSONValue.parse("1e400") != JSONValue.parse("1e401"))
    #expect(try JSONValue.parse("1e400") != JSONValue.parse("-1e400"))
  }

  @Test("a document is written in portions that make up the whole", arguments: [false, true])
  func portions(_ pretty: Bool) {
    let long = String(repeating: "é\u{9B}x", count: 100_000)
    let value: JSONValue = ["a": .string(long), "b": .array((0..<50_000).map { .integer($0) }), "c": "\n"]
    var portions: [[UInt8]] = []
    value.write(pretty: pretty) { portions.append($0) }
    #expect(portions.joined().elementsEqual(value.serialized(pretty: pretty)))
    #expect(portions.count > 10 && portions.allSatisfy { $0.count <= 256 << 10 })
  }

  @Test("what acts on a terminal is written as an escape, in names too, and reads back as it was")
  func escapes() throws {
    let acting: [Unicode.Scalar] = [
      "\u{0}", "\u{7}", "\u{1B}", "\r", "\u{7F}", "\u{80}", "\u{85}", "\u{9B}", "\u{9F}", "\u{61C}", "\u{200B}",
      "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}",
      "\u{FFF9}", "\u{E0001}", "\u{E007F}",
    ]
    for scalar in acting {
      let text = "a\(scalar)é\(scalar)"
      let value: JSONValue = [text: .string(text)]
      for written in [value.text(), value.text(pretty: true).replacing("\n", with: "")] {
        #expect(!written.unicodeScalars.contains { $0.isHostile }, "\(scalar.value)")
        #expect(try JSONValue.parse(written) == value)
      }
    }
    #expect(JSONValue.string("\u{9B}2J\u{7F}\u{2028}\u{E0001}").text() == #""\u009b2J\u007f\u2028\udb40\udc01""#)
    let plain = "größer 漢字 👩‍💻 \u{AD}~"
    #expect(JSONValue.string(plain).text() == "\"\(plain)\"")
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
    #expect(value.text() == #"{"":{},"Z":[],"a/":"x/\"\\\n\t\r\u0001é😀\u007f","b":[1,1.5,null,true]}"#)
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
