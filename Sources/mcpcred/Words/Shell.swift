/// Words as a shell takes them.
enum Shell {
  /// The word itself where it needs no quotes.
  ///
  /// Control characters are left out: a word in a hint is shown on a terminal before it is typed.
  static func quoted(_ text: String) -> String {
    literal(String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.isHostile })))
  }

  /// The same word exactly, for a shell that nobody watches.
  static func literal(_ word: String) -> String {
    isPlain(word)
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func isPlain(_ word: String) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./:@%+=,".utf8.contains(byte)
        }
      }
  }
}
