import HTTP
import Testing

@testable import Engine

@Suite struct ServerNameTests {
  @Test(
    "a name is letters, digits, '.', '_' and '-', beginning with a letter or digit",
    arguments: [
      ("notes", true), ("A1", true), ("9", true), ("a.b_c-d", true), (String(repeating: "a", count: 64), true),
      ("", false), (String(repeating: "a", count: 65), false), (".hidden", false), ("-x", false), ("_x", false),
      ("a/b", false), ("a b", false), ("ä", false), ("a\n", false), ("..", false), ("a\u{0}", false),
    ])
  func validity(name: String, isValid: Bool) {
    #expect(ServerName.isValid(name) == isValid)
  }

  @Test(
    "without a name the host's first telling label is taken",
    arguments: [
      ("https://mcp.example.com/mcp", "example"), ("https://api.mcp.notes.io/", "notes"),
      ("https://www.example.com", "example"), ("https://example.com/mcp", "example"),
      ("https://Notes.Example.com/", "notes"), ("https://mcp/", "server"), ("http://localhost:8000/mcp", "localhost"),
      ("http://127.0.0.1:8000/mcp", "local"), ("http://[::1]:8000/mcp", "local"), ("https://10.0.0.7/", "server"),
      ("https://-odd.example.com/", "server"),
    ])
  func derivation(url: String, name: String) throws {
    let url = try #require(WebURL(url))
    #expect(ServerName.derived(from: url) { _ in false } == name)
  }

  @Test("a taken name gets the next free number")
  func clash() throws {
    let url = try #require(WebURL("https://mcp.example.com/mcp"))
    #expect(ServerName.derived(from: url) { ["example"].contains($0) } == "example-2")
    #expect(ServerName.derived(from: url) { ["example", "example-2", "example-3"].contains($0) } == "example-4")
  }
}
