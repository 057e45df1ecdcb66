import Glibc

/// A file system that takes nothing more.
public struct FullFileSystem: Sendable, Equatable, Codable {
  /// Where it is mounted.
  public let mountPoint: String
  /// Whether it has space left and can hold no further file.
  public let isOutOfFiles: Bool

  /// The one that a file is on; nil where it has room.
  init?(of path: String) {
    guard let folder = path.lastIndex(of: "/").map({ path[...$0] }), !folder.isEmpty else { return nil }
    var room = statvfs()
    guard statvfs(String(folder), &room) == 0 else { return nil }
    // Some file systems do not count files.
    let isOutOfFiles = room.f_files > 0 && room.f_favail == 0
    guard room.f_bavail == 0 || isOutOfFiles else { return nil }
    self.init(holding: String(folder), isOutOfFiles: room.f_bavail > 0)
  }

  /// The one that a file is on, which the system has called full.
  init(around path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "/"
    self = FullFileSystem(of: path) ?? FullFileSystem(holding: folder, isOutOfFiles: false)
  }

  private init(holding folder: String, isOutOfFiles: Bool) {
    mountPoint = Self.mountPoint(of: folder)
    self.isOutOfFiles = isOutOfFiles
  }

  /// The highest folder above that is on the same device.
  private static func mountPoint(of folder: String) -> String {
    guard let real = realpath(folder, nil) else { return folder }
    defer { free(real) }
    var found = String(cString: real)
    guard let device = device(of: found) else { return found }
    while found != "/" {
      let above = found.lastIndex(of: "/").map { String(found[..<$0]) } ?? ""
      let next = above.isEmpty ? "/" : above
      guard self.device(of: next) == device else { break }
      found = next
    }
    return found
  }

  private static func device(of path: String) -> dev_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_dev : nil
  }
}
