/// Brings a file's schema up to date, each step in a transaction of its own.
public struct SQLiteMigrator: Sendable {
  private let scripts: [[UInt8]]
  private let applicationID: Int64

  /// The scripts in order; `user_version` counts those applied. The application id marks a file as ours.
  public init(scripts: [[UInt8]], applicationID: Int32) {
    self.scripts = scripts
    self.applicationID = Int64(applicationID)
  }

  /// What a file turned out to be.
  public enum Outcome: Sendable, Equatable {
    case upToDate
    /// A newer program wrote it; nothing was touched.
    case newer(version: Int64, known: Int)
    /// Some other program's database; nothing was touched.
    case foreign
  }

  /// Applies what is missing. Several processes may do this at once: the version is read again under the write lock.
  public func migrate(_ connection: borrowing SQLiteConnection) throws(SQLiteError) -> Outcome {
    while true {
      let version = try number("user_version", connection)
      if version > Int64(scripts.count) { return .newer(version: version, known: scripts.count) }
      if version < 0 { return .foreign }
      if version > 0, try number("application_id", connection) != applicationID { return .foreign }
      if version == 0, try isForeign(connection) { return .foreign }
      try connection.useWriteAheadLog()
      if version == Int64(scripts.count) { return .upToDate }
      try apply(Int(version), connection)
    }
  }

  private func apply(_ index: Int, _ connection: borrowing SQLiteConnection) throws(SQLiteError) {
    try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
      guard try number("user_version", connection) == Int64(index) else { return }
      try connection.run(String(decoding: scripts[index], as: UTF8.self))
      try connection.run("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(index + 1)")
    }
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
