import FoundationEssentials
import Glibc

/// Where the registry and what belongs to it are.
public struct RegistryLocation: Sendable, Equatable {
  /// The registry file, absolute, as named.
  public let path: String
  /// The folder of locks, spool files and a key file: `<real path of the registry>.d`, the same one by whatever link
  /// and from whatever environment the registry is opened.
  public let folder: String
  /// Whether nobody named a path, so that the folder around the registry is the program's own.
  public let isDefault: Bool

  /// The registry file with every link in its path followed.
  public var realPath: String { String(folder.dropLast(2)) }
  /// The grants' lock files.
  public var locks: String { "\(folder)/locks" }
  /// Answers that the registry could not take.
  public var spool: String { "\(folder)/spool" }
  /// Where a key file is unless the person names another path.
  public var keyFile: String { "\(folder)/key" }

  /// The first of: the path given, `MCPCRED_REGISTRY`, `$XDG_DATA_HOME/mcpcred/registry.sqlite`,
  /// `~/.local/share/mcpcred/registry.sqlite`. Empty variables count as unset, and so does a relative
  /// `XDG_DATA_HOME` (XDG Base Directory Specification, "All paths set in these environment variables must be
  /// absolute"). Nothing is made.
  public static func find(
    explicit: String?, environment: [String: String]
  ) throws(RegistryLocationError) -> RegistryLocation {
    let named = explicit ?? environment["MCPCRED_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 }
    if let named {
      guard !named.isEmpty, !named.contains("\0") else { throw .badPath(named) }
      return try at(named, isDefault: false)
    }
    guard let folder = dataFolder(environment) else { throw .noHome }
    if let owner = otherOwner(of: folder) {
      throw .othersHome(folder, user: owner, name: UserAccount.name(of: owner))
    }
    return try at("\(folder)/mcpcred/registry.sqlite", isDefault: true)
  }

  /// Whether something else than a SQLite database is at the path: nobody should be told to change its mode.
  public var isForeign: Bool {
    guard let file = try? Descriptor(openingRegular: path, O_RDONLY), let head = try? file.read(limit: 16) else {
      return false
    }
    // SQLite's file format, §1.3. A file that is empty is a database without anything in it.
    return !head.isEmpty && head != Array("SQLite format 3\0".utf8)
  }

  /// Whether the file is empty although it was a registry before: it has a log, or locks of logins beside it. To SQLite it
  /// would be a new database, and the log a thing to be deleted.
  public var isEmptied: Bool {
    for attempt in 0..<2 {
      // Another process may be making it just now.
      if attempt > 0 { usleep(100_000) }
      guard (try? FileStatus(path: realPath))?.size == 0 else { return false }
      let hasLog = (try? FileStatus(path: realPath + "-wal"))?.size ?? 0 > 0
      let names = (try? FileManager.default.contentsOfDirectory(atPath: locks)) ?? []
      guard hasLog || names.contains(where: { $0.hasPrefix("grant-") }) else { return false }
    }
    return true
  }

  /// Whether nothing at all is at the path, nor at what a link there points to.
  public var isAbsent: Bool {
    do {
      _ = try FileStatus(path: realPath)
      return false
    } catch {
      return error.number == ENOENT || error.number == ENOTDIR
    }
  }

  /// Makes missing folders with mode 0700 and checks what is there: the registry's own folder is 0700 and ours, its
  /// files are 0600 and ours, nobody else can exchange them, and the registry has one name.
  public func prepare() throws(PrivatePathError) {
    let real = realPath
    let around = FilePaths.folder(of: real)
    try PrivateFolder.make(around)
    if isDefault { try PrivateFolder.check(around) } else { try PrivateFolder.checkOthersCannotChange(around) }
    for suffix in ["", "-wal", "-shm", "-journal"] { try PrivateFile.check(real + suffix) }
    try PrivateFile.checkOneName(real)
    try PrivateFolder.ensure(folder)
  }

  private static func at(_ path: String, isDefault: Bool) throws(RegistryLocationError) -> RegistryLocation {
    var absolute = path
    if !path.hasPrefix("/") {
      guard let here = getcwd(nil, 0) else { throw .badPath(path) }
      defer { free(here) }
      absolute = FilePaths.absolute(path, in: String(cString: here))
    }
    return RegistryLocation(path: absolute, folder: FilePaths.real(absolute) + ".d", isDefault: isDefault)
  }

  /// Whose the folder would be where this is root with another user's `HOME`, as `sudo` has it: what root makes there its owner
  /// could neither read nor change.
  private static func otherOwner(of folder: String) -> uid_t? {
    guard geteuid() == 0 else { return nil }
    var path = folder
    while true {
      if let status = try? FileStatus(path: path, following: true) {
        return status.isOwn ? nil : status.owner
      }
      let above = FilePaths.folder(of: path)
      guard above != path else { return nil }
      path = above
    }
  }

  private static func dataFolder(_ environment: [String: String]) -> String? {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/.local/share"
  }
}
