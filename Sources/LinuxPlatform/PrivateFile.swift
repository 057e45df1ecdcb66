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
}
