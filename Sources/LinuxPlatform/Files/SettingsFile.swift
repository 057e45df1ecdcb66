import FoundationEssentials
import Glibc

/// Another program's settings on disk: read whole, and replaced whole with a copy of what was there beside them.
public struct SettingsFile: Sendable {
  /// Why they cannot be read or replaced.
  public enum Failure: Error {
    /// Somebody changed them since they were read.
    case changed
    case failed(path: String, reason: String)
  }

  /// As the program names it.
  public let path: String
  /// Nil where there is no file.
  public let bytes: [UInt8]?
  /// What it is, with every link followed: people keep settings elsewhere and link them.
  private let realPath: String
  private let mode: mode_t

  private static let sizeLimit: Int64 = 64 << 20

  /// Where the copy goes.
  public var backupPath: String { path + ".mcpcred-backup" }

  /// Reads them. No file is no failure.
  public init(_ path: String) throws(Failure) {
    self.path = path
    realPath = FilePaths.real(path)
    var status = stat()
    guard stat(realPath, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw Self.failed(path) }
      (bytes, mode) = (nil, 0o600)
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .failed(path: path, reason: "it is not a regular file") }
    guard status.st_size <= Self.sizeLimit else { throw .failed(path: path, reason: "it is too large") }
    guard let found = Self.read(realPath, size: Int(status.st_size)) else { throw Self.failed(path) }
    bytes = found
    mode = status.st_mode & 0o777
  }

  /// Puts new bytes in the old ones' place, atomically and with their mode, and keeps the old ones beside them. False where
  /// nothing changes.
  public func replace(with new: [UInt8]) throws(Failure) -> Bool {
    guard new != bytes else { return false }
    guard Self.read(realPath, size: bytes?.count ?? 0) == bytes else { throw .changed }
    if let bytes {
      try write(bytes, to: FilePaths.real(backupPath))
    } else {
      try makeFolder()
    }
    try write(new, to: realPath)
    return true
  }

  private func makeFolder() throws(Failure) {
    let folder = FilePaths.folder(of: realPath)
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw Self.failed(folder)
    }
  }

  private func write(_ bytes: [UInt8], to target: String) throws(Failure) {
    var name = Array("\(target).XXXXXX".utf8CString)
    let number = mkstemp(&name)
    guard number >= 0 else { throw Self.failed(target) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    let file = Descriptor(owning: number)
    let made = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(ErrorNumber) {
      guard fchmod(file.number, mode) == 0 else { throw ErrorNumber() }
      try file.write(bytes)
      try file.synchronise()
      guard rename(made, target) == 0 else { throw ErrorNumber() }
    } catch {
      unlink(made)
      throw .failed(path: target, reason: error.text)
    }
  }

  /// Nil where it cannot be read.
  private static func read(_ path: String, size: Int) -> [UInt8]? {
    guard let file = try? Descriptor(openingRegular: path, O_RDONLY) else { return nil }
    // One more, to see that it has grown.
    return try? file.read(limit: size + 1)
  }

  private static func failed(_ path: String) -> Failure { .failed(path: path, reason: ErrorNumber().text) }
}
