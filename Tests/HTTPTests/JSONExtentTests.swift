import HTTP
import Testing

@Suite struct JSONExtentTests {
  @Test(
    "one object or array with blanks around it is whole",
    arguments: [
      "{}", " [] ", "{\"a\":\"}\"}", "{\"a\":\"\\\"}\"}\r\n", "[[{\"a\":[1,2]}],{}]", "\u{FEFF}{}", "{}\u{0}\u{0}",
      "{\"a\":NaN}",
    ])
  func whole(_ text: String) { #expect(JSONExtent(of: Array(text.utf8)) == .whole) }

  @Test("one that has not ended is a part", arguments: ["{", "[{}", "{\"a\":\"}", "{\"a\":\"\\\"", " {\"a\":[}"])
  func part(_ text: String) { #expect(JSONExtent(of: Array(text.utf8)) == .part) }

  @Test("anything else is none", arguments: ["", " ", "x", "1", "\"{}\"", "}", "{}x", "{}{}", "<html>{}", "\u{0}{}"])
  func none(_ text: String) { #expect(JSONExtent(of: Array(text.utf8)) == .none) }
}
