import Glibc
import LinuxPlatform

/// The address that a browser ended at, from stdin: a command line can be read by other users.
enum AnswerInput {
  /// The first line that is not empty; on a terminal it is asked for.
  static func line(_ console: Console) -> String {
    if Console.isTerminal(STDIN_FILENO) { console.note("mcpcred: paste the address that your browser ended at:") }
    while let line = Watchdog.unbounded({ readLine(strippingNewline: true) }) {
      if !line.isEmpty { return line }
    }
    return ""
  }
}
