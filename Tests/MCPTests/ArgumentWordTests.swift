import MCP
import Testing

@Suite struct ArgumentWordTests {
  @Test(
    "a word is a name and what it is given",
    arguments: [
      ("a=b", "a", .text("b")), ("a=", "a", .text("")), ("a=b=c", "a", .text("b=c")), ("a.b= x", "a.b", .text(" x")),
      ("a:=5", "a", .json(5)), ("a:={\"b\":null}", "a", .json(["b": .null])), ("a:b=c", "a:b", .text("c")),
      (":=1", ":", .text("1")), ("ü=\u{301}", "ü", .text("\u{301}")),
    ] as [(String, String, ArgumentWord.Value)])
  func parse(_ word: String, _ name: String, _ value: ArgumentWord.Value) throws {
    #expect(try ArgumentWord.parse(word) == ArgumentWord(name: name, value: value))
  }

  @Test("a word without a name or a value is none", arguments: ["", "a", "=", "=x", "--flag"])
  func malformed(_ word: String) throws {
    let error = try #require(throws: ArgumentError.self) { try ArgumentWord.parse(word) }
    #expect(error.rule == .malformedWord)
    #expect(error.given == word)
  }

  @Test("JSON that is announced has to be JSON", arguments: ["a:=", "a:=x", "a:={"])
  func notJSON(_ word: String) throws {
    let error = try #require(throws: ArgumentError.self) { try ArgumentWord.parse(word) }
    #expect(error.rule == .json)
    #expect(error.parameter == "a")
  }

  @Test(
    "the nearest name is suggested, if it is near",
    arguments: [
      ("serach", "search"), ("Search", "search"), ("sarch", "search"), ("list_file", "list_files"), ("xyz", nil),
      ("s", nil), ("", nil), ("add", "add"), ("dad", "add"),
    ] as [(String, String?)])
  func suggestion(_ word: String, _ expected: String?) {
    #expect(Suggestion.closest(to: word, among: ["search", "list_files", "add"]) == expected)
  }

  @Test("of equally near names the first is suggested, and of none none")
  func ties() {
    #expect(Suggestion.closest(to: "ac", among: ["ad", "ab"]) == "ab")
    #expect(Suggestion.closest(to: "a", among: []) == nil)
    #expect(Suggestion.closest(to: "c", among: ["a", "b"]) == nil)
    #expect(Suggestion.closest(to: "A", among: ["a", "b"]) == "a")
  }
}
