import Migrations
import SQLite
import Synchronization

/// The registry: one SQLite file, opened by any number of processes at once.
///
/// Its methods are whole transactions that keep the invariants. Metadata never needs a key; secrets come out only
/// through a method that is given the opened `DataKeys`.
public final class ServerRegistry: Sendable {
  /// The file.
  public let path: String
  /// 16 random bytes that every sealed value is bound to.
  public let id: [UInt8]
  private let connection: Mutex<SQLiteConnection>
  /// Why nothing can be written: what is here was read into memory from a disk on which nothing can be made.
  private let obstacle: SQLiteError?

  /// `MCPC`, at offset 68 of the file.
  static let applicationID: Int32 = 0x4D43_5043

  /// Opens the file, making it where it is missing and `creating`, and migrating it as needed.
  ///
  /// Throws `newer`, `retired` or `foreign` and touches nothing where the file is not this program's to change.
  public convenience init(path: String, creating: Bool = true) throws(RegistryError) {
    try self.init(opening: try Self.connection(path, creating), as: path)
  }

  /// For those who mostly ask: a file on a disk that takes nothing more, or that may not be written to, is read into memory.
  /// Each write then fails with what the disk said.
  public static func reading(path: String) throws(RegistryError) -> ServerRegistry {
    do throws(RegistryError) { return try ServerRegistry(path: path, creating: false) } catch {
      guard case .database(let fault) = error, [.full, .io, .cannotOpen, .readOnly].contains(fault.kind),
        let snapshot = try? SQLiteConnection.snapshot(of: path)
      else { throw error }
      return try ServerRegistry(opening: snapshot, as: path, obstacle: fault)
    }
  }

  /// The registry of a path where there is none: empty, in memory, and gone with the process. Nothing is made at the path.
  public convenience init(absentAt path: String) throws(RegistryError) {
    try self.init(opening: try Self.connection(":memory:", true), as: path)
  }

  private static func connection(_ file: String, _ creating: Bool) throws(RegistryError) -> sending SQLiteConnection {
    do { return try SQLiteConnection(path: file, creating: creating) } catch { throw .database(error) }
  }

  private init(
    opening connection: consuming sending SQLiteConnection, as path: String, obstacle: SQLiteError? = nil
  ) throws(RegistryError) {
    do {
      let migrator = SQLiteMigrator(
        scripts: Migrations.all, after: Migrations.retired, applicationID: Self.applicationID)
      switch try migrator.migrate(connection) {
      case .newer(let version, let known): throw RegistryError.newer(path: path, version: version, known: known)
      case .retired: throw RegistryError.retired(path: path)
      case .foreign: throw RegistryError.foreign(path: path)
      case .torn(let version): throw RegistryError.torn(path: path, version: version)
      case .upToDate: break
      }
      guard let id = try connection.row("SELECT id FROM registry", [], { $0.blob(0) }) else {
        throw RegistryError.foreign(path: path)
      }
      self.id = id
      self.path = path
      self.obstacle = obstacle
      self.connection = Mutex(connection)
    } catch let error as RegistryError {
      throw error
    } catch let error as SQLiteError {
      throw .database(error)
    } catch {
      throw .foreign(path: path)
    }
  }

  /// The id in hexadecimal, as key providers know the registry.
  public var idText: String { Hex.string(id) }

  /// Reads with one or more statements.
  func read<Value: Sendable>(
    _ body: @Sendable (borrowing SQLiteConnection) throws(RegistryError) -> Value
  ) throws(RegistryError) -> Value {
    try connection.withLock { (connection) throws(RegistryError) in try body(connection) }
  }

  /// One write transaction: all of the body or nothing of it, durable when this returns.
  @discardableResult
  func write<Value: Sendable>(
    _ body: @Sendable (borrowing SQLiteConnection) throws(RegistryError) -> Value
  ) throws(RegistryError) -> Value {
    if let obstacle { throw .database(obstacle) }
    return try connection.withLock { (connection) throws(RegistryError) in
      try connection.immediate(mapping: { RegistryError.database($0) }, body)
    }
  }

  /// One write transaction for what may be lost: no sync, and a short wait for a lock. Only where many of them have made
  /// the log long is it copied back, which does wait for the disk.
  func withoutSync(
    _ body: @Sendable (borrowing SQLiteConnection) throws(RegistryError) -> Void
  ) throws(RegistryError) {
    if let obstacle { throw .database(obstacle) }
    try connection.withLock { (connection) throws(RegistryError) in
      do throws(SQLiteError) { try connection.setHaste(.unsynced) } catch { throw .database(error) }
      defer { try? connection.setHaste(.durable) }
      try connection.immediate(mapping: { RegistryError.database($0) }, body)
      try? connection.shortenLog(beyond: 1 << 19)
    }
  }

  /// Copies the log back into the file and empties it, as far as no other process is in the way.
  public func shortenLog() {
    guard obstacle == nil else { return }
    connection.withLock { connection in
      try? connection.setHaste(.unsynced)
      try? connection.shortenLog(beyond: 0)
      try? connection.setHaste(.durable)
    }
  }

  /// A row id that no row has had: sealed values are bound to it.
  static func newRowID() -> Int64 { Int64.random(in: 1...Int64.max) }
}
