import Testing

@testable import DemoServer

@Suite struct WireTests {
  @Test(
    "a form is decoded once, and refused when it is not well formed",
    arguments: [
      ("a=b", "b"), ("a=b+c%20d", "b c d"), ("a=%2B", "+"), ("x=1&a=%E4%B8%96", "世"), ("a=b=c", "b=c"), ("a=", nil),
      ("b", nil), ("a=%", nil), ("a=%zz", nil), ("a=%FF", nil),
    ] as [(String, String?)])
  func form(text: String, value: String?) {
    #expect(FormFields.parse(text.utf8)?["a"] == value)
  }

  @Test("percent-encoding comes back as it went", arguments: ["", "a b&c=d", "世界", "~-._", "%41+"])
  func percent(text: String) {
    #expect(PercentEncoding.decode(PercentEncoding.encode(text).utf8, plusIsSpace: true) == text)
  }

  @Test("the example of RFC 7636 verifies, and no other verifier does")
  func proofKey() {
    #expect(ProofKey.verifies(Visitor.verifier, Visitor.challenge))
    #expect(!ProofKey.verifies(Visitor.verifier + "x", Visitor.challenge))
    #expect(!ProofKey.verifies("", Visitor.challenge))
  }

  @Test(
    "mirrored values are decoded as the examples of the specification say",
    arguments: [
      ("us-west1", "us-west1"), ("=?base64?SGVsbG8sIOS4lueVjA==?=", "Hello, 世界"),
      ("=?base64?IHBhZGRlZCA=?=", " padded "), ("=?base64?bGluZTEKbGluZTI=?=", "line1\nline2"),
      ("=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=", "=?base64?literal?="), ("=?BASE64?eA==?=", "=?BASE64?eA==?="),
      ("=?base64?*?=", nil), ("caf\u{e9}", nil),
    ] as [(String, String?)])
  func mirrored(header: String, value: String?) {
    #expect(MirroredValue.decode(header) == value)
  }

  @Test("a redirect keeps the query it has")
  func callback() {
    #expect(CallbackURL.make("http://h/c", ["a": "1 2", "b": nil]) == "http://h/c?a=1%202")
    #expect(CallbackURL.make("http://h/c?x=y", ["a": "1"]) == "http://h/c?x=y&a=1")
  }

  @Test("numbers that are whole stay whole, and text that is JSON stays text")
  func json() {
    #expect(
      JSON.parse(Array(#"{"a":1,"b":1.5,"c":"1","d":null,"e":[true]}"#.utf8)) == [
        "a": 1, "b": .number(1.5), "c": "1", "d": .null, "e": [true],
      ])
    #expect(JSON.parse([0xFF]) == nil)
  }
}
