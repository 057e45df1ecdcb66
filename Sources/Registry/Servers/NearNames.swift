/// Names a person may have meant.
public enum NearNames {
  /// At most three names within a third of their length in single edits, or that the text begins, nearest first.
  public static func of(_ text: String, in names: [String]) -> [String] {
    let lowered = text.lowercased()
    return
      names
      .map { (name: $0, distance: distance(lowered, $0.lowercased())) }
      .filter { $0.distance <= max(1, $0.name.count / 3) || $0.name.lowercased().hasPrefix(lowered) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map(\.name)
  }

  /// Single-character insertions, deletions and replacements that turn one text into the other.
  private static func distance(_ one: String, _ other: String) -> Int {
    let columns = Array(other)
    var row = Array(0...columns.count)
    for (index, character) in one.enumerated() {
      var next = [index + 1]
      for (column, candidate) in columns.enumerated() {
        next.append(min(next[column] + 1, row[column + 1] + 1, row[column] + (character == candidate ? 0 : 1)))
      }
      row = next
    }
    return row[columns.count]
  }
}
