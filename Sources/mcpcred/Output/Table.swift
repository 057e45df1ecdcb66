/// Rows in aligned columns, two spaces between them, the last one ragged.
struct Table {
  private var rows: [[String]] = []

  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Lines without trailing blanks. A cell's width is counted without `paint`, which is applied to padded cells.
  func lines(paint: (_ row: Int, _ column: Int, _ cell: String) -> String = { $2 }) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.enumerated().map { number, row in
      row.enumerated().map { column, cell in
        let isLast = column == row.count - 1
        let padding = isLast ? "" : String(repeating: " ", count: widths[column] - cell.count)
        return paint(number, column, cell) + padding
      }.joined(separator: "  ")
    }
  }
}
