import FoundationEssentials
import Glibc

/// Unit files, written whole or not at all.
enum UnitFile {
  /// Makes the folders that are missing.
  static func write(_ text: String, to path: String) throws(TimerError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .file(path: path, reason: errno == 0 ? "\(error)" : String(cString: strerror(errno)))
    }
  }

  /// Also a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Nothing where there is none.
  static func remove(_ path: String) throws(TimerError) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw .file(path: path, reason: String(cString: strerror(errno)))
  }
}
