import Glibc
public import Registry

/// Keeps a key-encryption key in a file that only its owner can read. The locator is the file's absolute path.
///
/// It protects copies of the registry, not the account: who can read the user's files can read the key.
public struct FileKeyProvider: KeyProvider {
  public init() {}

  public var kind: KeyProviderKind { .file }

  public func keys(at locator: String) throws(KeyError) -> [KeyEncryptionKey] {
    let file = try open(locator)
    try check(file, locator)
    var digits: [UInt8]
    do { digits = try file.read(limit: 80) } catch { throw unavailable(locator, error) }
    defer { WipedBytes.wipe(&digits) }
    guard let key = KeyEncryptionKey(keptText: digits) else { throw .mismatch(.file) }
    return [key]
  }

  public func store(_ key: KeyEncryptionKey, at locator: String) throws(KeyError) {
    let folder = FilePaths.folder(of: locator)
    do { try PrivateFolder.make(folder) } catch { throw .unavailable(.file, "\(folder): \(error.reason)") }
    try write(key, to: locator)
    do {
      try Descriptor(opening: folder, O_RDONLY | O_DIRECTORY).synchronise()
    } catch { throw unavailable(folder, error) }
    var kept = try keys(at: locator)[0].exposedHex
    var wanted = key.exposedHex
    defer {
      WipedBytes.wipe(&kept)
      WipedBytes.wipe(&wanted)
    }
    guard kept == wanted else { throw .unavailable(.file, "\(locator): another key was read back than was written") }
  }

  private func write(_ key: KeyEncryptionKey, to locator: String) throws(KeyError) {
    let file: Descriptor
    do {
      file = try Descriptor(opening: locator, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    } catch { throw unavailable(locator, error) }
    var line = key.exposedHex + [UInt8(ascii: "\n")]
    defer { WipedBytes.wipe(&line) }
    do {
      try file.write(line)
      try file.synchronise()
    } catch {
      // Half a key would stand in the way of the next attempt, and it is ours to remove.
      unlink(locator)
      throw unavailable(locator, error)
    }
  }

  private func open(_ path: String) throws(KeyError) -> Descriptor {
    guard path.hasPrefix("/") else { throw .unavailable(.file, "\(PlainLine.of(path)) is not an absolute path") }
    do { return try Descriptor(openingRegular: path, O_RDONLY | O_NOFOLLOW) } catch {
      guard error != .notRegular else { throw .insecure(path: path, error.text) }
      switch error.number {
      case ENOENT, ENOTDIR: throw .absent(.file)
      case ELOOP: throw .insecure(path: path, "is a symbolic link")
      default: throw unavailable(path, error)
      }
    }
  }

  private func check(_ file: borrowing Descriptor, _ path: String) throws(KeyError) {
    let status: FileStatus
    do { status = try FileStatus(file) } catch { throw unavailable(path, error) }
    if let fault = status.fault { throw .insecure(path: path, fault) }
  }

  private func unavailable(_ path: String, _ error: ErrorNumber) -> KeyError {
    .unavailable(.file, "\(path): \(error.text)")
  }
}
