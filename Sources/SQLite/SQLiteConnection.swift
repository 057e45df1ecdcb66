internal import CSQLite
import Glibc

/// One connection to one file, used by one owner at a time.
public struct SQLiteConnection: ~Copyable {
  let handle: OpaquePointer

  /// Opens, or creates with the process's umask where `creating`, and prepares the connection: busy timeout first, because even
  /// readers of a WAL file can meet a lock; then FULL, foreign keys and secure delete. None of it changes the file.
  public init(
    path: String, creating: Bool = true, busyTimeout milliseconds: Int32 = patience
  ) throws(SQLiteError) {
    _ = Self.countsNoMemory
    var handle: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | (creating ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      let system = handle.map { sqlite3_system_errno($0) } ?? 0
      sqlite3_close_v2(handle)
      throw SQLiteError(code, message, system: system, path: path)
    }
    sqlite3_busy_timeout(handle, milliseconds)
    let prepared = sqlite3_exec(handle, Self.preparation, nil, nil, nil)
    guard prepared == SQLITE_OK else {
      let failure = Self.failure(prepared, handle)
      sqlite3_close_v2(handle)
      throw failure
    }
    self.handle = handle
  }

  /// Once, before anything else of SQLite: it would count each byte that it takes, under a lock, for statistics that nobody reads.
  static let countsNoMemory = csqlite_count_no_memory() == SQLITE_OK

  private static let preparation = """
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;
    """

  /// Makes the file use a write-ahead log, for good. It changes the file, so whose file it is must be known first.
  ///
  /// The switch is asked for again while it meets a lock: SQLite does not call the busy handler where two connections
  /// that switch at once would wait for each other.
  public borrowing func useWriteAheadLog() throws(SQLiteError) {
    let pause: Int32 = 10
    var waited: Int32 = 0
    while true {
      do {
        return try run("PRAGMA journal_mode = WAL")
      } catch {
        guard error.kind == .busy, waited < Self.patience else { throw error }
        waited += sqlite3_sleep(pause)
      }
    }
  }

  /// Milliseconds to wait for a lock.
  public static let patience: Int32 = 5_000

  /// How much a transaction waits for: the disk and other writers.
  public enum Haste: Sendable {
    /// What a connection begins with: on disk when a commit returns, and seconds of patience with other writers.
    case durable
    /// A commit survives the process and not a power cut (the file stays whole either way), and 50 ms of patience.
    case unsynced
  }

  /// For the transactions that follow, in a file with a write-ahead log.
  public borrowing func setHaste(_ haste: Haste) throws(SQLiteError) {
    switch haste {
    case .durable:
      try run("PRAGMA synchronous = FULL")
      sqlite3_wal_autocheckpoint(handle, 1_000)
      sqlite3_busy_timeout(handle, Self.patience)
    case .unsynced:
      try run("PRAGMA synchronous = NORMAL")
      // Copying the log back does wait for the disk: that is left to others, and to `shortenLog`.
      sqlite3_wal_autocheckpoint(handle, 0)
      sqlite3_busy_timeout(handle, 50)
    }
  }

  /// Copies the write-ahead log back into the file and empties it, where it has more than so many bytes.
  ///
  /// For processes that end without closing: the next one reads the whole log, and takes all of it for news. Readers that
  /// need it keep it as it is.
  public borrowing func shortenLog(beyond bytes: Int) throws(SQLiteError) {
    var status = stat()
    guard stat(sqlite3_filename_wal(sqlite3_db_filename(handle, "main")), &status) == 0, status.st_size > bytes else {
      return
    }
    try run("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  deinit { sqlite3_close_v2(handle) }

  /// The id of the row that was last inserted; 0 where none was.
  public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Runs a script of statements without values.
  public borrowing func run(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Runs one statement and gives the number of rows it changed.
  @discardableResult
  public borrowing func execute(_ sql: String, _ values: [any SQLiteBindable] = []) throws(SQLiteError) -> Int {
    try step(sql, values) { _ in }
    return Int(sqlite3_changes64(handle))
  }

  /// Every row, read by the closure.
  public borrowing func rows<Value>(
    _ sql: String, _ values: [any SQLiteBindable] = [], _ read: (borrowing SQLiteRow) -> Value
  ) throws(SQLiteError) -> [Value] {
    var found: [Value] = []
    try step(sql, values) { found.append(read($0)) }
    return found
  }

  /// The first row, or nil.
  public borrowing func row<Value>(
    _ sql: String, _ values: [any SQLiteBindable] = [], _ read: (borrowing SQLiteRow) -> Value
  ) throws(SQLiteError) -> Value? {
    try rows(sql, values, read).first
  }

  /// One transaction that takes the write lock at once; it commits when the body returns and rolls back when it
  /// throws. The body must do no I/O of its own: other processes wait.
  public borrowing func immediate<Value, Failure: Error>(
    mapping: @Sendable (SQLiteError) -> Failure, _ body: (borrowing SQLiteConnection) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try mapped(mapping) { () throws(SQLiteError) in try run("BEGIN IMMEDIATE") }
    do throws(Failure) {
      let value = try body(self)
      try mapped(mapping) { () throws(SQLiteError) in try run("COMMIT") }
      return value
    } catch {
      // A failed COMMIT can leave the transaction open; a failed statement can have ended it. Either way nothing stays.
      if sqlite3_get_autocommit(handle) == 0 { _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  private borrowing func mapped<Failure: Error>(
    _ mapping: (SQLiteError) -> Failure, _ body: () throws(SQLiteError) -> Void
  ) throws(Failure) {
    do { try body() } catch { throw mapping(error) }
  }

  private borrowing func step(
    _ sql: String, _ values: [any SQLiteBindable], _ body: (borrowing SQLiteRow) -> Void
  ) throws(SQLiteError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let statement = prepared else { throw failure(code) }
    defer { sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() {
      let bound = Self.bind(value.sqliteValue, to: statement, at: Int32(index + 1))
      guard bound == SQLITE_OK else { throw failure(bound) }
    }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: body(SQLiteRow(statement))
      case SQLITE_DONE: return
      case let code: throw failure(code)
      }
    }
  }

  private static func bind(_ value: SQLiteValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
    // SQLITE_TRANSIENT: SQLite copies before the call returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text): sqlite3_bind_text(statement, index, text, Int32(text.utf8.count), transient)
    case .blob(let bytes):
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), transient)
    }
  }

  private borrowing func failure(_ code: Int32) -> SQLiteError { Self.failure(code, handle) }

  private static func failure(_ code: Int32, _ handle: OpaquePointer) -> SQLiteError {
    let path = sqlite3_db_filename(handle, "main").flatMap { String(cString: $0) }
    return SQLiteError(
      code, String(cString: sqlite3_errmsg(handle)), system: sqlite3_system_errno(handle),
      path: path?.isEmpty == false ? path : nil)
  }
}
