internal import CSQLite

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

  init(_ code: Int32, _ message: String) {
    self.code = code
    self.message = message
    kind = Self.kind(of: code)
  }

  private static func kind(of code: Int32) -> Kind {
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
    default: .other
    }
  }
}
