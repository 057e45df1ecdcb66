/// How a process ended and all it said.
struct Outcome: Sendable, CustomStringConvertible {
  let status: Int32
  let stdout: String
  let stderr: String

  /// What a test shows when it fails.
  var description: String { "exit \(status)\n--- stdout\n\(stdout)--- stderr\n\(stderr)---" }

  /// stdout without its last newline.
  var answer: String { stdout.hasSuffix("\n") ? String(stdout.dropLast()) : stdout }

  /// The answer of a command with `--json`.
  func json() throws -> JSON { try JSON.parse(stdout) }

  var errors: [String] { lines(after: "mcpcred: error: ") }
  var hints: [String] { lines(after: "mcpcred: hint: ") }

  /// The error objects on stderr of a command with `--json`.
  func errorObjects() throws -> [JSON] {
    try stderr.split(separator: "\n").filter { $0.hasPrefix("{") }.map { try JSON.parse(String($0)) }
  }

  private func lines(after start: String) -> [String] {
    stderr.split(separator: "\n").filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
  }
}
