import HTTP

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
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line in
      // One at the end of a line belongs to it; another one goes back over what stands there.
      let isEnded = line.last == "\r"
      return cleaned(isEnded ? line.dropLast() : line) { $0 == "\t" } + (isEnded ? "\r" : "")
    }.joined(separator: "\n")
  }

  /// Each line of a text for stderr behind a mark, so that none of them is taken for one of this program's.
  static func marked(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "  | " + cleaned(line.last == "\r" ? line.dropLast() : line) { $0 == "\t" }
    }
  }

  /// A whole line that this program says, whatever its parts are.
  static func line(_ text: String) -> String { cleaned(text.unicodeScalars[...]) { _ in false } }

  private static func cleaned(
    _ scalars: Substring.UnicodeScalarView, keeping isKept: (Unicode.Scalar) -> Bool
  ) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in scalars {
      // One mark for each, so that a reader sees that something was there.
      kept.append(isKept(scalar) || !scalar.isHostile ? scalar : "\u{FFFD}")
    }
    return String(kept)
  }
}
