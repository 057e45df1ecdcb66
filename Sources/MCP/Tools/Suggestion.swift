/// Finds what someone probably meant to type.
public enum Suggestion {
  /// The candidate nearest to the word, if it is near enough: a third of its letters may differ, but not all, upper and
  /// lower case apart. Of equally near ones the first in order of names.
  public static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().unicodeScalars.prefix(64))
    let allowed = min(max(1, typed.count / 3), typed.count - 1)
    let ranked = candidates.map { name in
      (name: name, distance: distance(typed, Array(name.lowercased().unicodeScalars.prefix(64))))
    }
    let best = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return best.flatMap { $0.distance <= allowed ? $0.name : nil }
  }

  /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
