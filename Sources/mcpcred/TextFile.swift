import FoundationEssentials
import Glibc

/// Files and streams that the person names on the command line.
enum TextFile {
  /// The file's text. Throws `unreadable`.
  static func read(_ path: String) throws(CommandError) -> String {
    do {
      return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    } catch {
      throw .unreadable(path: path, reason: errno == 0 ? "no such file" : String(cString: strerror(errno)))
    }
  }

  /// Everything on stdin.
  static func readStandardInput() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }
}
