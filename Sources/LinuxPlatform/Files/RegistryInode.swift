import CLinux
public import Engine
import Glibc
import Synchronization

/// Locks on the registry's own file, the same ones by whatever path it is reached: its lock files are found by that path, a
/// hard link or a mount has others, and they can be removed.
///
/// They are locks on bytes far behind the file's end and behind SQLite's own, owned by one open file description for the
/// whole process. It is never closed: closing any descriptor of the file would drop the locks that SQLite has on it in
/// this process. The kernel frees them when the process ends, however it ends.
public final class RegistryInode: Sendable {
  private let file: Descriptor
  /// What this process has: locks of one open file description do not exclude each other.
  private let held = Mutex<Set<Int64>>([])

  private static let opened = Mutex<[FileStatus.Identity: RegistryInode]>([:])

  /// Where shared locks say by which path the file is open, and where exclusive ones are, by their names.
  private static let paths: Int64 = 1 << 61, names: Int64 = 1 << 62
  private static let pathCount: Int64 = 1 << 60, nameCount: Int64 = 1 << 61

  /// How many milliseconds apart locks are tried that are held for moments only, and how often: five seconds in all.
  private static let pause: UInt32 = 20
  private static let attempts = 250

  private init(_ file: consuming Descriptor) { self.file = file }

  /// Opens the file at the path, the same object each time. An empty one is made where it is missing and `making`.
  public static func open(_ path: String, making: Bool) throws(LockError) -> RegistryInode {
    do throws(ErrorNumber) {
      return try opened.withLock { (all) throws(ErrorNumber) in
        if let status = try? FileStatus(path: path), let known = all[status.identity] { return known }
        let file = try open(path, O_NOFOLLOW | (making ? O_CREAT : 0))
        let status = try FileStatus(file)
        // Not closed, for the reason above.
        if let known = all[status.identity] {
          _ = file.release()
          return known
        }
        // Nobody else can reach a file that was removed: what closing it drops is missed by none.
        for (identity, known) in all where (try? FileStatus(known.file))?.links == 0 { all[identity] = nil }
        let inode = RegistryInode(file)
        all[status.identity] = inode
        return inode
      }
    } catch {
      throw LockError(path: path, reason: error.text)
    }
  }

  /// Where it cannot be written, shared locks are all there is.
  private static func open(_ path: String, _ flags: Int32) throws(ErrorNumber) -> Descriptor {
    do { return try Descriptor(openingRegular: path, flags | O_RDWR, mode: 0o600) } catch {
      guard [EACCES, EROFS, EPERM].contains(error.number) else { throw error }
      return try Descriptor(openingRegular: path, flags & ~O_CREAT | O_RDONLY)
    }
  }

  /// Whether it is this file that is at the path.
  public func isAt(_ path: String) -> Bool {
    guard let mine = try? FileStatus(file), let there = try? FileStatus(path: path) else { return false }
    return mine.identity == there.identity
  }

  /// Says, until the process ends, that the file is open by this path, with every link in it followed. False while a process
  /// has it open by another one, a few seconds long: SQLite keeps its log beside the path, so neither would see what
  /// the other writes, and each would destroy it.
  public func enter(by path: String) throws(LockError) -> Bool {
    let byte = Self.paths + Self.fold(Self.identity(of: path), Self.pathCount)
    for attempt in 0..<Self.attempts {
      if attempt > 0 { usleep(Self.pause * 1_000) }
      do throws(ErrorNumber) { if try enter(byte) { return true } } catch {
        throw LockError(path: path, reason: error.text)
      }
    }
    return false
  }

  /// What a file's log is found by: the folder, by whatever mount, and the name in it.
  private static func identity(of path: String) -> String {
    let folder = (try? FileStatus(path: FilePaths.folder(of: path)))?.identity
    return "\(folder?.device ?? 0) \(folder?.number ?? 0) \(path.split(separator: "/").last ?? "")"
  }

  private func enter(_ byte: Int64) throws(ErrorNumber) -> Bool {
    try held.withLock { (held) throws(ErrorNumber) in
      guard !held.contains(byte) else { return true }
      guard try set(byte, CLINUX_RANGE_SHARED) else { return false }
      let end = Self.paths + Self.pathCount
      guard isLocked(Self.paths..<byte) || isLocked(byte + 1..<end) else {
        held.insert(byte)
        return true
      }
      // At once, so that two that wait do not wait for each other.
      _ = try set(byte, CLINUX_RANGE_FREE)
      return false
    }
  }

  /// One attempt at the lock of this name that does not wait; nil while anyone else has it, in this process too.
  public func attempt(_ name: String) throws(LockError) -> (any HeldLock)? {
    let byte = Self.names + Self.fold(name, Self.nameCount)
    do throws(ErrorNumber) {
      let isMine = try held.withLock { (held) throws(ErrorNumber) in
        guard !held.contains(byte), try set(byte, CLINUX_RANGE_EXCLUSIVE) else { return false }
        held.insert(byte)
        return true
      }
      return isMine ? HeldByte(self, byte) : nil
    } catch {
      throw LockError(path: name, reason: error.text)
    }
  }

  /// The same, with a few seconds of patience.
  public func wait(_ name: String) throws(LockError) -> (any HeldLock)? {
    for attempt in 0..<Self.attempts {
      if attempt > 0 { usleep(Self.pause * 1_000) }
      if let held = try self.attempt(name) { return held }
    }
    return nil
  }

  fileprivate func release(_ byte: Int64) {
    held.withLock { held in
      _ = try? set(byte, CLINUX_RANGE_FREE)
      held.remove(byte)
    }
  }

  /// False while another has it. A file system that knows no such locks has none to offer: the lock files remain.
  private func set(_ byte: Int64, _ lock: clinux_range_lock) throws(ErrorNumber) -> Bool {
    let result = clinux_range_set(file.number, byte, 1, lock)
    switch -result {
    case 0, EINVAL, ENOSYS, EOPNOTSUPP: return true
    case EAGAIN: return false
    default: throw ErrorNumber(-result)
    }
  }

  private func isLocked(_ bytes: Range<Int64>) -> Bool {
    !bytes.isEmpty && clinux_range_is_locked(file.number, bytes.lowerBound, bytes.upperBound - bytes.lowerBound) == 1
  }

  /// FNV-1a. Two names of one number only wait for each other.
  private static func fold(_ text: String, _ count: Int64) -> Int64 {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    return Int64(hash % UInt64(count))
  }

  /// One byte, until it is released.
  private final class HeldByte: HeldLock {
    private let inode: Mutex<RegistryInode?>
    private let byte: Int64

    init(_ inode: RegistryInode, _ byte: Int64) {
      self.inode = Mutex(inode)
      self.byte = byte
    }

    deinit { release() }

    func release() { inode.withLock { $0.take() }?.release(byte) }
  }
}
