import MCP
import Testing

@testable import mcpcred

@Suite("Settings with comments") struct CommentedJSONTests {
  private static let entry = HostEntry(
    name: "notes", members: [("command", .text("/m")), ("args", .list(["serve", "notes"]))])
  private static let line = #"{"command": "/m", "args": ["serve", "notes"]}"#

  @Test(
    "an entry is put in as its neighbours are, and every other byte stays",
    arguments: [
      (
        "",
        "{\n  \"s\": {\n    \"notes\": {\n      \"command\": \"/m\",\n      \"args\": [\"serve\", \"notes\"]\n    }\n  }\n}\n"
      ),
      (
        "{}",
        "{\n  \"s\": {\n    \"notes\": {\n      \"command\": \"/m\",\n      \"args\": [\"serve\", \"notes\"]\n    }\n  }\n}"
      ),
      (#"{"a":1}"#, #"{"a":1, "s": {"notes": \#(line)}}"#),
      (#"{"s": {"x": {}}, "a": 1e2}"#, #"{"s": {"x": {}, "notes": \#(line)}, "a": 1e2}"#),
      (
        "{\n\t// why\n\t\"a\": 1, // more\n\t\"s\": {\n\t\t\"x\": {} // mine\n\t\t/* end */\n\t}\n}",
        "{\n\t// why\n\t\"a\": 1, // more\n\t\"s\": {\n\t\t\"x\": {}, // mine\n\t\t/* end */\n\t\t\"notes\": {\n\t\t\t\"command\": \"/m\",\n\t\t\t\"args\": [\"serve\", \"notes\"]\n\t\t}\n\t}\n}"
      ),
      (
        "{\r\n  \"s\": {\r\n    \"x\": 1,\r\n  },\r\n}",
        "{\r\n  \"s\": {\r\n    \"x\": 1,\r\n    \"notes\": {\r\n      \"command\": \"/m\",\r\n      \"args\": [\"serve\", \"notes\"]\r\n    },\r\n  },\r\n}"
      ),
      ("{\"s\":{\"notes\":{\"command\":\"/old\"},\"y\":2}}", "{\"s\":{\"notes\":\(line),\"y\":2}}"),
    ])
  func putting(_ before: String, _ after: String) throws {
    let new = try CommentedJSON(Array(before.utf8)).putting(Self.entry, in: "s")
    #expect(String(decoding: new, as: UTF8.self) == after)
    #expect(try CommentedJSON(new).root.value["s"]?["notes"]?["command"] == "/m")
  }

  @Test(
    "an entry goes with its line and its comma, and nothing else",
    arguments: [
      (#"{"s": {"notes": 1}}"#, #"{"s": {}}"#), (#"{"s": {"x": 1, "notes": 1}}"#, #"{"s": {"x": 1}}"#),
      ("{\"s\": {\n  \"x\": 1, // a\n  \"notes\": 1 // b\n}}", "{\"s\": {\n  \"x\": 1 // a\n   // b\n}}"),
      ("{\"s\": {\n  \"notes\": {\n    \"a\": 1\n  },\n  \"x\": 1\n}}", "{\"s\": {\n  \"x\": 1\n}}"),
      ("{\"s\": {\n  \"notes\": 1,\n  // keep\n}}", "{\"s\": {\n  // keep\n}}"),
      (#"{"s": {"x": 1}}"#, #"{"s": {"x": 1}}"#),
      (#"{"a": 1}"#, #"{"a": 1}"#),
    ])
  func removing(_ before: String, _ after: String) throws {
    let new = try CommentedJSON(Array(before.utf8)).removing("notes", from: "s")
    #expect(String(decoding: new, as: UTF8.self) == after)
    _ = try CommentedJSON(new)
  }

  @Test("what was put in and taken out again has left nothing behind")
  func roundTrip() throws {
    let settings = [
      "{\n  \"s\": {}\n}\n", "{\n  \"s\": {\n    \"x\": {\"a\": [1, 2]}\n  },\n  \"b\": true\n}\n", #"{"s":{"x":1}}"#,
      "{\n\t\"s\": {\n\t\t\"x\": 1, // c\n\t},\n}", "{\"s\": {\n  \"x\": 1 // c\n}}", "\u{FEFF}{\"s\": {}}",
    ]
    for before in settings {
      let json = try CommentedJSON(Array(before.utf8))
      let with = try #require(try HostEditing(json: json, container: "s").putting(Self.ours))
      let without = try HostEditing(json: try CommentedJSON(with), container: "s").removing(["notes"])
      #expect(String(decoding: without, as: UTF8.self) == before)
    }
  }

  private static let ours = HostEntry(
    name: "notes", members: [("command", .text("/b/mcpcred")), ("args", .list(["serve", "notes"]))])

  @Test(
    "what is not plainly right is not changed",
    arguments: [
      "[]", "{", "{\"s\": 1}", "{\"s\": {}, \"s\": {}}", "{\"s\": {\"notes\": 1, \"notes\": 2}}", "{} {}", "{\"a\": }",
      "{'s': {}}", "{s: {}}", "{\"a\" 1}", "{\"a\": 1 \"b\": 2}", "{\"a\": 1,, }", "{\"a\": \"\n\"}", "{/* }", "{/ }",
      "{,}",
      "nothing", "{\"a\": [1 2]}", "{\"a\": 01}", "{\"a\": \"x", "{\"a\": \"\\", String(repeating: "[", count: 300),
      "{\"a\": \(String(repeating: "[", count: 300))",
    ])
  func refused(_ text: String) {
    #expect(throws: HostFileFlaw.self) {
      try CommentedJSON(Array(text.utf8)).putting(Self.entry, in: "s")
    }
  }

  @Test("another program's entry of that name is left alone, and one that says the same is left as it is written")
  func taken() throws {
    func put(_ text: String) throws -> String? {
      try HostEditing(json: try CommentedJSON(Array(text.utf8)), container: "s").putting(Self.ours).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(try put(#"{"s": {"notes": {"command": "npx"}}}"#) == nil)
    let same = #"{"s": {"notes": {"args":["serve","notes"], "command":"/b/mcpcred"}}}"#
    #expect(try put(same) == same)
    #expect(try put(#"{"s": {"notes": {"command": "/old/mcpcred", "args": ["serve", "n"]}}}"#)?.contains("/b/") == true)
  }

  @Test("generated settings are changed by one entry, whatever they look like")
  func generated() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let text = Self.object(depth: 0, &random)
      guard let json = try? CommentedJSON(Array(text.utf8)) else {
        Issue.record("not read: \(text)")
        continue
      }
      guard let with = try? HostEditing(json: json, container: "s").putting(Self.ours) else { continue }
      _ = try HostEditing(json: try CommentedJSON(with), container: "s").removing(["notes"])
      var before = json.root.value.objectValue ?? [:], after = try CommentedJSON(with).root.value.objectValue ?? [:]
      var entries = after["s"]?.objectValue ?? [:]
      #expect(entries.removeValue(forKey: "notes") != nil, "\(text)")
      #expect(.object(entries) == before["s"] ?? .object([:]), "\(text)")
      (before["s"], after["s"]) = (nil, nil)
      #expect(JSONValue.object(before) == .object(after), "\(text)")
    }
  }

  private static func object(depth: Int, _ random: inout SystemRandomNumberGenerator) -> String {
    let gaps = ["", " ", "\n", "\n  ", " // c\n", "/* } */", "\t"]
    func gap() -> String { gaps.randomElement(using: &random) ?? "" }
    var text = "{" + gap()
    let names = ["s", "a", "x", "n"].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
    for (place, name) in names.enumerated() {
      let isDeep = depth < 2 && (name == "s" || Bool.random(using: &random))
      let value =
        isDeep
        ? object(depth: depth + 1, &random) : ["1", "\"}\"", "[1, 2,]", "null"].randomElement(using: &random) ?? ""
      text += "\"\(name)\"\(gap()):\(gap())\(name == "s" && depth == 0 && !isDeep ? "{}" : value)\(gap())"
      if place < names.count - 1 || Bool.random(using: &random) { text += ",\(gap())" }
    }
    return text + "}"
  }
}
