import Glibc

/// A file that a person named for what a server sent.
enum NewFile {
  /// Nothing that is there is written over: what a server sends has not earned that.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw .unwritable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw .unwritable(path: path, reason: String(cString: strerror(errno)))
      }
    }
  }
}
