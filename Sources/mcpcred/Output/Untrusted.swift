/// Text that came from a server, made fit for a terminal or a log.
enum Untrusted {
  /// In double quotes, without control characters, at most 200 characters.
  static func quoted(_ text: String) -> String { "\"" + plain(text, limit: 200) + "\"" }

  /// Without control characters and without what reorders text, on one line, at most `limit` scalars.
  static func plain(_ text: String, limit: Int = 200) -> String {
    let kept = cleaned(text.unicodeScalars.prefix(limit)) { _ in false }
    return text.unicodeScalars.count > limit ? kept + "…" : kept
  }

  /// A tool's own text for a terminal: without control characters but line ends and tabs. For a pipe or a file it is left
  /// as it is.
  static func block(_ text: String, isTerminal: Bool = true) -> String {
    guard isTerminal else { return text }
    return cleaned(text.unicodeScalars[...]) { $0 == "\n" || $0 == "\t" || $0 == "\r" }
  }

  private static func cleaned(
    _ scalars: Substring.UnicodeScalarView, keeping isKept: (Unicode.Scalar) -> Bool
  ) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in scalars {
      // One mark for each, so that a reader sees that something was there.
      kept.append(isKept(scalar) || !isHostile(scalar) ? scalar : "\u{FFFD}")
    }
    return String(kept)
  }

  /// Control characters, with which escape sequences begin, and those that reorder or hide text. Joiners and the soft
  /// hyphen belong to words.
  static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format: ![0x200C, 0x200D, 0xAD].contains(scalar.value)
    default: false
    }
  }
}
