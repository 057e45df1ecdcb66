import Foundation

/// The tables of docs/demo-server.md.
enum DocumentedRows {
  /// The rows about something with a name, below one heading.
  static func under(_ heading: String) throws -> [String] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: package.appendingPathComponent("docs/demo-server.md"), encoding: .utf8)
    let lines = page.split(separator: "\n").drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("## ") }
    return lines.filter { $0.hasPrefix("| `") }.map(String.init)
  }
}
