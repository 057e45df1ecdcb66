public import SQLite

/// What the registry can refuse.
public enum RegistryError: Error, Sendable, Equatable, Codable {
  /// A newer program wrote the file.
  case newer(path: String, version: Int64, known: Int)
  /// A program before 0.1 wrote the file; its registries are no longer read.
  case retired(path: String)
  /// The file is some other program's database.
  case foreign(path: String)
  /// Its tables are not those of the version that it says it has.
  case torn(path: String, version: Int64)
  /// The file is empty, and what is beside it says that it was not.
  case emptied(path: String)
  /// No server of that name; the names are near ones.
  case unknownServer(String, similar: [String])
  /// The server is known and has no login for that account.
  case unknownAccount(server: String, account: String)
  case nameTaken(String)
  /// A sealed value does not open: edited, moved, or damaged. The row says where.
  case sealBroken(SealedPlace)
  /// A row holds what no version of this program known to it writes.
  case unreadableRow(table: String, id: Int64)
  /// A wrapped key exists, so no new one may be made.
  case keysExist
  /// The cached metadata of this issuer was changed outside this program.
  case metadataTampered(issuer: String)
  /// SQLite's own failure.
  case database(DatabaseFault)
}

/// SQLite's failure, as whoever speaks to people needs it.
public typealias DatabaseFault = SQLiteError

/// A file system that takes nothing more.
public typealias FullDisk = FullFileSystem

/// Where a sealed value stands.
public struct SealedPlace: Sendable, Equatable, Codable {
  public let table: String
  public let row: Int64
  public let field: String
}
