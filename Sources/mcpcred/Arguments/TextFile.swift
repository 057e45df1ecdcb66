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

  /// Everything on stdin. Throws `unreadable`.
  static func readStandardInput() throws(CommandError) -> String {
    var input = InputReader()
    return String(decoding: try standardInput { () throws(InputReader.Failure) in try input.all() }, as: UTF8.self)
  }

  /// What is read from stdin, by whoever may take as long as they like. Throws `unreadable`.
  static func standardInput<Value>(_ read: () throws(InputReader.Failure) -> Value) throws(CommandError) -> Value {
    do { return try Watchdog.unbounded(read) } catch { throw .unreadable(path: "standard input", reason: error.reason) }
  }
}
