import Testing

@testable import mcpcred

@Suite("Rows in columns")
struct TableTests {
  @Test("headings are for a terminal, take part in the widths and are not painted")
  func headings() {
    func lines(_ isTerminal: Bool) -> [String] {
      var table = Table(headings: ["SERVER", "STATE"], isTerminal: isTerminal)
      table.add(["a", "ok"])
      table.add(["b", "open"])
      return table.lines { row, _, cell in "\(row):\(cell)" }
    }
    #expect(lines(true) == ["SERVER  STATE", "0:a       0:ok", "1:b       1:open"])
    #expect(lines(false) == ["0:a  0:ok", "1:b  1:open"])
  }
}
