import HTTP

/// How to start a browser: one entry of `$BROWSER`.
struct BrowserCommand: Equatable {
  /// The words of the entry, split at blanks; there is no quoting.
  let words: [String]

  /// Nil for an entry without a word.
  init?(_ entry: some StringProtocol) {
    words = entry.split(whereSeparator: { " \t\n".contains($0) }).map { String($0) }
    guard !words.isEmpty else { return nil }
  }

  /// The entries of a colon-separated list, in order.
  static func list(_ text: String) -> [BrowserCommand] {
    text.split(separator: ":").compactMap { BrowserCommand($0) }
  }

  /// The words with the URL in place of every `%s`, or behind the last where there is none.
  func words(for url: WebURL) -> [String] {
    guard words.dropFirst().contains(where: { $0.contains("%s") }) else { return words + [url.raw] }
    return words.prefix(1) + words.dropFirst().map { Self.fill($0, url.raw) }
  }

  /// One pass from left to right: a `%s` within the URL's own escapes is not looked at again.
  private static func fill(_ word: String, _ url: String) -> String {
    var filled = ""
    var rest = word.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%", rest.first == "s" else {
        filled.unicodeScalars.append(scalar)
        continue
      }
      rest.removeFirst()
      filled += url
    }
    return filled
  }
}
