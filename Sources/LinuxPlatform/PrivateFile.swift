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

  /// The bytes of such a file, at most the limit. A symbolic link is followed: that is how secrets are mounted into
  /// containers. What it leads to is what is checked.
  public static func read(_ path: String, limit: Int) throws(PrivatePathError) -> [UInt8] {
    let status: FileStatus, bytes: [UInt8]
    do throws(ErrorNumber) {
      let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
      status = try FileStatus(file)
      bytes = status.isFile && status.fault == nil ? try file.read(limit: limit) : []
    } catch { throw .failed(path: path, reason: error.text) }
    guard status.isFile else { throw .insecure(path: path, reason: "is not a regular file") }
    if let fault = status.fault { throw .insecure(path: path, reason: fault) }
    return bytes
  }
}
