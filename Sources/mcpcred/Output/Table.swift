/// Rows in aligned columns, two spaces between them, the last one ragged.
struct Table {
  private var rows: [[String]] = []
  private var hasHeadings = false

  init() {}

  /// With a first line of headings where a person reads it, and without one for programs.
  init(headings: [String], isTerminal: Bool) {
    guard isTerminal else { return }
    rows.append(headings)
    hasHeadings = true
  }

  /// Whatever a cell is made of, it is one cell of one line.
  mutating func add(_ cells: [String]) { rows.append(cells.map(Untrusted.line)) }

  /// Lines without trailing blanks. A cell's width is counted without `paint`, which is applied to padded cells.
  func lines(paint: (_ row: Int, _ column: Int, _ cell: String) -> String = { $2 }) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0 }
    return rows.enumerated().map { number, row in
      row.enumerated().map { column, cell in
        let isLast = column == row.count - 1
        let padding = isLast ? "" : String(repeating: " ", count: widths[column] - Self.width(cell))
        guard hasHeadings else { return paint(number, column, cell) + padding }
        return (number == 0 ? cell : paint(number - 1, column, cell)) + padding
      }.joined(separator: "  ")
    }
  }

  /// Columns of a terminal.
  private static func width(_ cell: String) -> Int {
    if cell.utf8.allSatisfy({ $0 < 0x80 }) { return cell.utf8.count }
    return cell.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) ?? false ? 2 : 1) }
  }

  /// The scripts of East Asia and emoji take two (Unicode Standard Annex 11, in ranges).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
    case 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF: true
    case 0x1F900...0x1F9FF, 0x20000...0x3FFFD: true
    default: false
    }
  }
}
