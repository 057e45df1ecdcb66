import FoundationEssentials
import Glibc
import LinuxPlatform
import OAuth

/// Files and streams that the person names on the command line.
enum TextFile {
  /// The file's text. Throws `unreadable`.
  static func read(_ path: String) throws(CommandError) -> String {
    do {
      // It may be a pipe that somebody writes by hand.
      return try Watchdog.unbounded { String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self) }
    } catch {
      throw .unreadable(path: path, reason: errno == 0 ? "no such file" : String(cString: strerror(errno)))
    }
  }

  /// The first line of a file that holds a secret. Throws `unreadable`, and `usage` where it is empty.
  static func secret(_ path: String, named name: String) throws(CommandError) -> Secret {
    let line = try read(path).split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
    guard let line, !line.isEmpty else { throw .usage("\(name) is empty") }
    return Secret(line)
  }

  /// Everything on stdin.
  static func readStandardInput() -> String {
    var text = ""
    while let line = Watchdog.unbounded({ readLine(strippingNewline: false) }) { text += line }
    return text
  }
}
