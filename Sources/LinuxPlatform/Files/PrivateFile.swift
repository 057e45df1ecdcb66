import CLinux
import Glibc

/// Files that only their owner can read.
public enum PrivateFile {
  /// Throws `PrivatePathError.insecure` unless the file is missing, or a regular file of ours with mode 0600 or less.
  public static func check(_ path: String) throws(PrivatePathError) {
    let status: FileStatus
    do { status = try FileStatus(path: path) } catch {
      if error.number == ENOENT { return }
      throw .failed(path: path, reason: error.text)
    }
    guard status.isFile else { throw .insecure(path: path, reason: "is not a regular file") }
    if let fault = status.fault { throw .insecure(path: path, reason: fault) }
  }

  /// Throws unless the file is missing, or is in its folder under one name only.
  static func checkOneName(_ path: String) throws(PrivatePathError) {
    guard let status = try? FileStatus(path: path) else { return }
    guard status.links <= 1 else { throw .aliased(path: path, names: status.links) }
    guard clinux_is_mounted(path) != 1 else { throw .mountedAlone(path: path) }
  }

  /// The bytes of such a file, at most the limit. A symbolic link is followed: that is how secrets are mounted into
  /// containers. What it leads to is what is checked.
  public static func read(_ path: String, limit: Int) throws(PrivatePathError) -> [UInt8] {
    let status: FileStatus, bytes: [UInt8]
    do throws(ErrorNumber) {
      let file = try Descriptor(openingRegular: path, O_RDONLY)
      status = try FileStatus(file)
      bytes = status.fault == nil ? try file.read(limit: limit) : []
    } catch {
      guard error != .notRegular else { throw .insecure(path: path, reason: error.text) }
      throw .failed(path: path, reason: error.text)
    }
    if let fault = status.fault { throw .insecure(path: path, reason: fault) }
    return bytes
  }
}
