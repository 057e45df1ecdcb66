internal import CSQLite
import Glibc

/// What SQLite answered, as far as a caller acts differently on it.
public struct SQLiteError: Error, Sendable, Equatable, Codable {
  /// Classes of result codes.
  public enum Kind: Sendable, Equatable, Codable {
    /// Another connection holds the lock, longer than the busy timeout.
    case busy
    /// A UNIQUE or PRIMARY KEY constraint.
    case duplicate
    /// Any other constraint.
    case constraint
    /// No space, or a quota.
    case full
    /// The disk failed to read, write or sync.
    case io
    /// The file is not a database, or is damaged.
    case damaged
    /// The file or its folder cannot be written.
    case readOnly
    /// The file cannot be opened.
    case cannotOpen
    /// Anything else: a fault of this program.
    case other
  }

  public let kind: Kind
  /// The extended result code.
  public let code: Int32
  /// SQLite's own words; they can name tables and columns, never values.
  public let message: String
  /// Where `kind` is `full`, and it is known.
  public let fileSystem: FullFileSystem?

  /// - Parameters:
  ///   - system: what the system refused last, an `errno`.
  ///   - path: the database's; nil in memory.
  init(_ code: Int32, _ message: String, system: Int32 = 0, path: String? = nil) {
    self.code = code
    self.message = message
    let kind = Self.kind(of: code, message)
    switch kind {
    case .full:
      self.kind = kind
      fileSystem = path.map { FullFileSystem(around: $0) }
    // A full disk is met by whoever makes or stretches SQLite's files beside the database, too.
    case .io, .cannotOpen:
      let isRefused = system == ENOSPC || system == EDQUOT
      fileSystem = path.flatMap { isRefused ? FullFileSystem(around: $0) : FullFileSystem(of: $0) }
      self.kind = isRefused || fileSystem != nil ? .full : kind
    default:
      self.kind = kind
      fileSystem = nil
    }
  }

  private static func kind(of code: Int32, _ message: String) -> Kind {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_CONSTRAINT:
      [SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8)].contains(code)
        ? .duplicate : .constraint
    case SQLITE_FULL: .full
    case SQLITE_IOERR: .io
    case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
    case SQLITE_READONLY, SQLITE_PERM: .readOnly
    case SQLITE_CANTOPEN: .cannotOpen
    // Statements are fixed, so it is the schema that is not what its version says.
    case SQLITE_ERROR where message.hasPrefix("no such table") || message.hasPrefix("no such column"): .damaged
    default: .other
    }
  }
}
