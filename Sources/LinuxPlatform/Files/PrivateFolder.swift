import Glibc

/// Folders that only their owner can enter.
public enum PrivateFolder {
  /// Makes the folder and the missing ones above it with mode 0700, then checks it.
  ///
  /// Throws `PrivatePathError.insecure` where the folder is someone else's or open to others. Folders above it that
  /// exist already are left as they are.
  public static func ensure(_ path: String) throws(PrivatePathError) {
    try make(path)
    try check(path)
  }

  /// Makes the folder and the missing ones above it with mode 0700; one that exists is not looked at.
  static func make(_ path: String) throws(PrivatePathError) {
    if mkdir(path, 0o700) == 0 { return }
    let failure = ErrorNumber()
    switch failure.number {
    case EEXIST: return
    case ENOENT:
      let above = FilePaths.folder(of: path)
      guard above != path else { throw .failed(path: path, reason: failure.text) }
      try make(above)
      guard mkdir(path, 0o700) != 0 else { return }
      let second = ErrorNumber()
      // Another process of ours may have been faster.
      guard second.number == EEXIST else { throw .failed(path: path, reason: second.text) }
    default: throw .failed(path: path, reason: failure.text)
    }
  }

  /// Throws `PrivatePathError.insecure` unless it is a folder of ours with mode 0700 or less.
  public static func check(_ path: String) throws(PrivatePathError) {
    let status = try status(path)
    guard status.isFolder else { throw .insecure(path: path, reason: "is not a folder") }
    if let fault = status.fault { throw .insecure(path: path, reason: fault) }
  }

  /// For a folder that the person chose: others may look, but nobody else may put anything into it.
  static func checkOthersCannotChange(_ path: String) throws(PrivatePathError) {
    let status = try status(path)
    guard status.isFolder else { throw .insecure(path: path, reason: "is not a folder") }
    guard status.isOwn || status.isRoots else {
      throw .shared(folder: path, reason: "belongs to user \(status.owner)", isOwn: false)
    }
    // Sticky or not: SQLite makes files beside the registry a moment after they were looked for, and whoever may write here
    // makes them first.
    guard status.mode & 0o022 == 0 else {
      let mode = String(status.modeAndSticky, radix: 8)
      throw .shared(
        folder: path, reason: "can be written to by others (mode \(mode))", isOwn: status.isOwn && !status.isSticky)
    }
  }

  private static func status(_ path: String) throws(PrivatePathError) -> FileStatus {
    do { return try FileStatus(path: path) } catch { throw .failed(path: path, reason: error.text) }
  }
}
