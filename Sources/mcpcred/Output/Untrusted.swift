/// Text that came from a server, made fit for a terminal or a log.
enum Untrusted {
  /// In double quotes, without control characters, at most 200 characters.
  static func quoted(_ text: String) -> String { "\"" + plain(text, limit: 200) + "\"" }

  /// Without control characters and without what reorders text, on one line, at most `limit` characters.
  static func plain(_ text: String, limit: Int = 200) -> String {
    let kept = cleaned(text) { _ in false }
    return kept.count > limit ? String(kept.prefix(limit)) + "…" : kept
  }

  /// Without control characters except newlines and tabs: a tool's own text.
  static func block(_ text: String) -> String { cleaned(text) { $0 == "\n" || $0 == "\t" } }

  private static func cleaned(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isKept(scalar) {
        kept.append(scalar)
      } else if isHostile(scalar) {
        // One mark for each, so that a reader sees that something was there.
        kept.append("\u{FFFD}")
      } else {
        kept.append(scalar)
      }
    }
    return String(kept)
  }

  /// Control and format characters: escape sequences, and the bidirectional overrides.
  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format: scalar.value != 0x200D
    default: false
    }
  }
}
