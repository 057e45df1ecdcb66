/// Reads the words of a command whose options are known, without the parser.
///
/// It knows the plain forms only: `--name value`, `--name=value`, `--flag`, each at most once, and words that begin with no
/// dash. Nil for everything else, right or wrong: that is the parser's.
struct OptionReader {
  private var flags: [String] = []
  private var values: [(name: String, value: String)] = []
  /// The words that belong to no option, in their order.
  private(set) var arguments: [String] = []

  /// `options` take a value, `flags` none; both are named without their dashes.
  init?(_ words: [String], flags knownFlags: [String], options knownOptions: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.utf8.first == UInt8(ascii: "-") else {
        arguments.append(word)
        continue
      }
      guard word.utf8.starts(with: "--".utf8) else { return nil }
      let parts = word.utf8.dropFirst(2).split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let part = parts.first, let name = String(part), !isGiven(name) else { return nil }
      if parts.count == 1, knownFlags.contains(name) {
        flags.append(name)
      } else if knownOptions.contains(name),
        let value = parts.count == 2 ? String(parts[1]) : rest.popFirst(),
        !value.isEmpty, value.utf8.first != UInt8(ascii: "-") || value == "-"
      {
        values.append((name, value))
      } else {
        return nil
      }
    }
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// Nil where the option was not given.
  subscript(_ option: String) -> String? { values.first { $0.name == option }?.value }

  private func isGiven(_ name: String) -> Bool { has(name) || self[name] != nil }
}
