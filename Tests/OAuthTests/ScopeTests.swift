import OAuth
import Testing

@Suite struct ScopeTests {
  @Test(
    "a scope is tokens between spaces, in order and without repeats",
    arguments: [
      ("a b c", ["a", "b", "c"]), ("b a b a", ["b", "a"]), ("  a   b ", ["a", "b"]), ("", []), (" ", []),
      ("https://h/x:read!~", ["https://h/x:read!~"]), ("A a", ["A", "a"]),
    ])
  func reading(_ text: String, _ tokens: [String]) {
    #expect(Scope(text)?.tokens == tokens)
  }

  @Test(
    "a token with a character RFC 6749 §3.3 forbids makes no scope",
    arguments: ["a\"b", "a\\b", "a\tb", "a\nb", "\u{7F}", "é", "a \u{0} b", "a\u{200B}"])
  func refused(_ text: String) {
    #expect(Scope(text) == nil)
    #expect(Scope(tokens: ["good", text]) == nil)
  }

  @Test("as a list, a token may neither be empty nor hold a space", arguments: ["", "a b"])
  func refusedToken(_ token: String) {
    #expect(Scope(tokens: [token]) == nil)
  }

  @Test("a union has each token once, mine first")
  func union() throws {
    let mine = try #require(Scope("b a")), other = try #require(Scope("c a"))
    #expect(mine.union(other).description == "b a c")
    #expect(other.union(mine).description == "c a b")
  }

  @Test("one scope contains another when it has all of its tokens, whatever the order")
  func containment() throws {
    let all = try #require(Scope("a b c")), some = try #require(Scope("c a")), none = try #require(Scope(""))
    #expect(all.contains(some))
    #expect(!some.contains(all))
    #expect(some.contains(none))
    #expect(!none.contains(some))
    #expect(none.isEmpty)
    #expect(!some.isEmpty)
  }
}
