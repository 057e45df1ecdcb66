/// Brings a file's schema up to date, each step in a transaction of its own.
public struct SQLiteMigrator: Sendable {
  private let scripts: [[UInt8]]
  private let retired: Int
  private let applicationID: Int64

  /// The scripts in order, each of which leaves `user_version` one higher than the one before it; the first leaves
  /// `retired + 1`. The versions up to `retired` had other scripts, and are not migrated. The application id marks a file as
  /// ours.
  public init(scripts: [[UInt8]], after retired: Int = 0, applicationID: Int32) {
    self.scripts = scripts
    self.retired = retired
    self.applicationID = Int64(applicationID)
  }

  /// What a file turned out to be.
  public enum Outcome: Sendable, Equatable {
    case upToDate
    /// A newer program wrote it; nothing was touched.
    case newer(version: Int64, known: Int)
    /// Written by a program whose files are no longer read; nothing was touched.
    case retired(version: Int64)
    /// Some other program's database; nothing was touched.
    case foreign
    /// Its tables are not those of its version; nothing was touched.
    case torn(version: Int64)
  }

  /// Applies what is missing. Several processes may do this at once: the version is read again under the write lock.
  public func migrate(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Outcome {
    let known = retired + scripts.count
    while true {
      let version = try number("user_version", connection)
      if version > known { return .newer(version: version, known: known) }
      if version < 0 { return .foreign }
      if version > 0, try number("application_id", connection) != applicationID { return .foreign }
      if version == 0, try isForeign(connection) { return .foreign }
      if version > 0, version <= retired { return .retired(version: version) }
      // Between 0 and `known`, so that the differences are small.
      let applied = version == 0 ? 0 : Int(version) - retired
      if applied > 0, applied < scripts.count, try isTorn(connection, after: applied) {
        // Another process may have been faster.
        guard try number("user_version", connection) != version else { return .torn(version: version) }
        continue
      }
      try connection.useWriteAheadLog()
      if applied == scripts.count { return .upToDate }
      try apply(applied, to: version, connection)
    }
  }

  private func apply(
    _ index: Int, to version: Int64, _ connection: borrowing SQLiteConnection
  ) throws(SQLiteError) {
    try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
      guard try number("user_version", connection) == version else { return }
      try connection.run(String(decoding: scripts[index], as: UTF8.self))
      try connection.run("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(retired + index + 1)")
    }
  }

  /// Whether something is missing that the scripts applied so far make, or there that only later ones do: then they would
  /// fail, or spoil what is there.
  private func isTorn(_ connection: borrowing SQLiteConnection, after applied: Int) throws(SQLiteError) -> Bool {
    let found = try names(connection), expected = try names(after: applied)
    let later = try names(after: scripts.count).subtracting(expected)
    return !expected.isSubset(of: found) || !later.isDisjoint(with: found)
  }

  private func names(after applied: Int) throws(SQLiteError) -> Set<String> {
    let empty = try SQLiteConnection(path: ":memory:")
    for script in scripts.prefix(applied) { try empty.run(String(decoding: script, as: UTF8.self)) }
    return try names(empty)
  }

  /// All tables, indexes and columns by their names. Not their SQL, which may differ with the SQLite that changed a table.
  private func names(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Set<String> {
    Set(
      try connection.rows(
        """
        SELECT type || ' ' || name FROM sqlite_schema UNION ALL
        SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'
        """
      ) { $0.text(0) })
  }

  /// A file without a version but with tables belongs to someone else.
  private func isForeign(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Bool {
    try connection.row("SELECT 1 FROM sqlite_schema WHERE (SELECT user_version FROM pragma_user_version) = 0 LIMIT 1") {
      $0.integer(0)
    } != nil
  }

  private func number(_ pragma: String, _ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Int64 {
    try connection.row("PRAGMA \(pragma)") { $0.integer(0) } ?? 0
  }
}
