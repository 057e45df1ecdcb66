import Glibc

/// What the kernel knows about a file, as far as its privacy depends on it.
struct FileStatus {
  private let status: stat

  /// Of an open descriptor, so that it cannot be exchanged between check and use.
  init(_ descriptor: borrowing Descriptor) throws(ErrorNumber) {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw ErrorNumber() }
    self.status = status
  }

  /// Of a descriptor that may be open.
  init(open number: Int32) throws(ErrorNumber) {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw ErrorNumber() }
    self.status = status
  }

  /// Of the path itself, or of what a symbolic link there leads to.
  init(path: String, following: Bool = false) throws(ErrorNumber) {
    var status = stat()
    guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else { throw ErrorNumber() }
    self.status = status
  }

  /// One file, by whatever path.
  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  var identity: Identity { Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino)) }
  /// How many names it has.
  var links: Int { Int(clamping: status.st_nlink) }
  /// In bytes.
  var size: Int { Int(clamping: status.st_size) }
  var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { status.st_mode & S_IFMT == S_IFREG }
  var isLink: Bool { status.st_mode & S_IFMT == S_IFLNK }
  var isSocket: Bool { status.st_mode & S_IFMT == S_IFSOCK }
  var isSticky: Bool { status.st_mode & S_ISVTX != 0 }
  var isOwn: Bool { status.st_uid == geteuid() }
  var isRoots: Bool { status.st_uid == 0 }
  /// The permission bits.
  var mode: mode_t { status.st_mode & 0o777 }
  var modeAndSticky: mode_t { status.st_mode & 0o1777 }
  var owner: uid_t { status.st_uid }

  /// Why someone else could read or change it; nil where only its owner, who is us, can.
  var fault: String? {
    guard isOwn else { return "belongs to user \(status.st_uid)" }
    guard mode & 0o077 == 0 else { return "is open to others (mode \(String(mode, radix: 8)))" }
    return nil
  }
}
