import HTTP
import MCP
import Testing

@testable import mcpcred

@Suite("Foreign text")
struct UntrustedTests {
  @Test("each line of a stranger's text stands behind a mark that none of the program's own lines begins with")
  func marked() {
    let text = "one\r\nmcpcred: error: forged\rmcpcred: hint: rm\u{2028}\u{85}{\u{9B}2J\n\n  | two\n"
    let lines = Untrusted.marked(text)
    #expect(lines.allSatisfy { $0.hasPrefix("  | ") && !$0.unicodeScalars.contains { $0.isHostile } })
    #expect(
      lines.count == 5 && lines[1] == "  | mcpcred: error: forged\u{FFFD}mcpcred: hint: rm\u{FFFD}\u{FFFD}{\u{FFFD}2J")
    #expect(Untrusted.line("a\nb\u{1B}") == "a\u{FFFD}b\u{FFFD}")
  }

  @Test("a tool's text on a terminal keeps its lines and tabs, and nothing that acts")
  func toolTextShown() throws {
    let text = "a\tb\r\nc\rd\u{1B}[2J\u{9B}2J\u{7F}\u{202E}e\u{2028}f"
    #expect(
      Untrusted.block(text)
        == "a\tb\r\nc\u{FFFD}d\u{FFFD}[2J\u{FFFD}2J\u{FFFD}\u{FFFD}e\u{FFFD}f")
    #expect(Untrusted.block(text, isTerminal: false) == text)
    // A result that is only data is JSON of this program's, whoever reads it.
    guard case .complete(let data) = try ToolOutcome.parse(["structuredContent": [.string(text)]]) else { return }
    #expect(!ToolText.lines(data, isTerminal: false).joined().unicodeScalars.contains { $0 != "\n" && $0.isHostile })
  }

  @Test("a table keeps its columns, whatever is in a cell")
  func table() {
    var table = Table()
    table.add(["a\n\u{1B}b", "x"])
    table.add(["漢字é", "y\u{202E}"])
    table.add(["abcde", "z"])
    #expect(table.lines() == ["a\u{FFFD}\u{FFFD}b   x", "漢字é  y\u{FFFD}", "abcde  z"])
  }
}
