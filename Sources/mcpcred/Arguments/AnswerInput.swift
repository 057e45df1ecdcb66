import Glibc
import LinuxPlatform

/// The address that a browser ended at, from stdin: a command line can be read by other users.
enum AnswerInput {
  /// The first line that is not empty; on a terminal it is asked for.
  static func line(_ console: Console) throws(CommandError) -> String {
    if Console.isTerminal(STDIN_FILENO) { console.note("mcpcred: paste the address that your browser ended at:") }
    var input = InputReader()
    while let line = try TextFile.standardInput({ () throws(InputReader.Failure) in try input.line() }) {
      if !line.isEmpty { return String(decoding: line, as: UTF8.self) }
    }
    return ""
  }
}
