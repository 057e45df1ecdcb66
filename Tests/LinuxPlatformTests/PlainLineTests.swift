import Testing

@testable import LinuxPlatform

@Suite("Foreign text on one line") struct PlainLineTests {
  @Test(
    "controls and what turns the direction are blanks, and blanks are one between words and none at the ends",
    arguments: [
      ("bash\n", "bash"), ("  two   words  ", "two words"), ("a\u{1B}[31mb", "a [31mb"),
      ("a\u{202E}b\u{2028}c", "a b c"),
      ("\t\n\u{0}", ""), ("", ""), ("é e\u{301} ß", "é e\u{301} ß"),
    ])
  func plain(_ text: String, _ line: String) {
    #expect(PlainLine.of(text) == line)
  }

  @Test("what is longer than the limit is cut, by characters")
  func limit() {
    #expect(PlainLine.of("eins zwei", limit: 9) == "eins zwei")
    #expect(PlainLine.of("eins\u{301} zwei", limit: 4) == "eins\u{301}…")
  }
}
