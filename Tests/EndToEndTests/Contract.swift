import Foundation

/// The tables of docs/cli.md that the tests hold the program against.
struct Contract {
  /// By marker (`options: add`, `json: token`, `exit-codes`): what the first column holds in backticks.
  let tables: [String: [String]]

  static func read() throws -> Contract {
    let path = "\(Places.package)/docs/cli.md"
    guard let data = FileManager.default.contents(atPath: path) else { throw TestFailure("\(path) is missing") }
    return Contract(markdown: String(decoding: data, as: UTF8.self))
  }

  init(markdown: String) {
    var tables: [String: [String]] = [:]
    var marker: String?
    var isInTable = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<!-- "), line.hasSuffix(" -->") {
        (marker, isInTable) = (String(line.dropFirst(5).dropLast(4)), false)
        if let marker { tables[marker] = [] }
      } else if line.hasPrefix("|"), let name = marker {
        isInTable = true
        tables[name]? += Self.codes(in: line)
      } else if isInTable {
        marker = nil
      }
    }
    self.tables = tables
  }

  /// The names behind `options: ` or `json: `.
  func names(_ kind: String) -> Set<String> {
    Set(tables.keys.filter { $0.hasPrefix(kind + ": ") }.map { String($0.dropFirst(kind.count + 2)) })
  }

  /// What stands in backticks in the first cell; headings have none.
  private static func codes(in row: Substring) -> [String] {
    let cell = row.dropFirst().prefix { $0 != "|" }
    let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }
}
