import Foundation
import SQLite
import Synchronization
import Testing

@Suite struct SQLiteMigratorTests {
  static let first = Array("CREATE TABLE a (i INTEGER) STRICT; INSERT INTO a VALUES (1)".utf8)
  static let second = Array("CREATE TABLE b (i INTEGER) STRICT; INSERT INTO a VALUES (2)".utf8)
  static let broken = Array("CREATE TABLE c (i INTEGER) STRICT; INSERT INTO nowhere VALUES (1)".utf8)

  let folder: DatabaseFolder

  init() throws { folder = try DatabaseFolder() }

  func migrate(_ scripts: [[UInt8]], id: Int32 = 7) throws(SQLiteError) -> SQLiteMigrator.Outcome {
    let connection = try SQLiteConnection(path: folder.path())
    return try SQLiteMigrator(scripts: scripts, applicationID: id).migrate(connection)
  }

  func numbers() throws -> [Int64] {
    try SQLiteConnection(path: folder.path()).rows("SELECT i FROM a ORDER BY i") { $0.integer(0) }
  }

  func number(_ pragma: String) throws -> Int64? {
    try SQLiteConnection(path: folder.path()).row("PRAGMA \(pragma)") { $0.integer(0) }
  }

  @Test("a new file gets every script once, our mark, a version and a write-ahead log")
  func fresh() throws {
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
    #expect(try numbers() == [1, 2])
    #expect(try number("user_version") == 2)
    #expect(try number("application_id") == 7)
    #expect(try SQLiteConnection(path: folder.path()).row("PRAGMA journal_mode") { $0.text(0) } == "wal")
  }

  @Test("an older file gets only what it lacks")
  func older() throws {
    #expect(try migrate([Self.first]) == .upToDate)
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
    #expect(try numbers() == [1, 2])
  }

  @Test("a script that fails leaves the file at the version before")
  func failing() throws {
    #expect(throws: SQLiteError.self) { try migrate([Self.first, Self.broken, Self.second]) }
    #expect(try number("user_version") == 1)
    #expect(try numbers() == [1])
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
    #expect(try numbers() == [1, 2])
  }

  @Test("a file whose tables are not those of its version is left as it is", arguments: [1, 2])
  func torn(_ version: Int) throws {
    let third = Array("ALTER TABLE b ADD COLUMN j INTEGER; CREATE INDEX k ON b (j)".utf8)
    let scripts = [Self.first, Self.second, third]
    _ = try migrate(scripts)
    try SQLiteConnection(path: folder.path()).run("PRAGMA user_version = \(version)")
    let before = try folder.bytes()
    #expect(try migrate(scripts) == .torn(version: Int64(version)))
    #expect(try folder.bytes() == before)
    try SQLiteConnection(path: folder.path()).run("PRAGMA user_version = 3; DROP TABLE a; PRAGMA user_version = 2")
    #expect(try migrate(scripts) == .torn(version: 2))
  }

  @Test("a person's own table or index does not stand in the way")
  func ownTable() throws {
    _ = try migrate([Self.first])
    try SQLiteConnection(path: folder.path()).run("CREATE TABLE mine (i); CREATE INDEX my_own ON a (i)")
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
  }

  @Test("a copy without its write-ahead log mode gets it back")
  func copied() throws {
    _ = try migrate([Self.first])
    try SQLiteConnection(path: folder.path()).run("PRAGMA journal_mode = DELETE")
    #expect(try migrate([Self.first]) == .upToDate)
    #expect(try SQLiteConnection(path: folder.path()).row("PRAGMA journal_mode") { $0.text(0) } == "wal")
  }

  @Test("versions that are retired are refused, and the first script leaves the one after them")
  func retired() throws {
    func migrate(_ scripts: [[UInt8]]) throws(SQLiteError) -> SQLiteMigrator.Outcome {
      let connection = try SQLiteConnection(path: folder.path())
      return try SQLiteMigrator(scripts: scripts, after: 12, applicationID: 7).migrate(connection)
    }
    #expect(try migrate([Self.first]) == .upToDate)
    #expect(try number("user_version") == 13)
    #expect(try migrate([Self.first, Self.second]) == .upToDate)
    #expect(try number("user_version") == 14)
    #expect(try numbers() == [1, 2])
    #expect(try migrate([Self.first]) == .newer(version: 14, known: 13))
    try SQLiteConnection(path: folder.path()).run("PRAGMA user_version = 12")
    let before = try folder.bytes()
    #expect(try migrate([Self.first, Self.second]) == .retired(version: 12))
    #expect(try folder.bytes() == before)
    try SQLiteConnection(path: folder.path()).run("PRAGMA user_version = 13")
    #expect(try migrate([Self.first, Self.second]) == .torn(version: 13))
  }

  @Test("a newer file is refused and not one byte of it changes", arguments: ["WAL", "DELETE"])
  func newer(_ mode: String) throws {
    _ = try migrate([Self.first])
    try SQLiteConnection(path: folder.path()).run("PRAGMA journal_mode = \(mode); PRAGMA user_version = 99")
    let before = try folder.bytes()
    #expect(try migrate([Self.first]) == .newer(version: 99, known: 1))
    #expect(try folder.bytes() == before)
    #expect(folder.names == ["test.sqlite"])
  }

  @Test(
    "another program's file is refused and not one byte of it changes",
    arguments: [
      "CREATE TABLE theirs (i INTEGER)", "CREATE TABLE theirs (i INTEGER); PRAGMA user_version = 1",
      "PRAGMA user_version = 1; PRAGMA application_id = 8", "CREATE VIEW v AS SELECT 1; PRAGMA application_id = 7",
      "PRAGMA journal_mode = WAL; CREATE TABLE theirs (i INTEGER)",
    ])
  func foreign(_ sql: String) throws {
    try SQLiteConnection(path: folder.path()).run(sql)
    let before = try folder.bytes()
    #expect(try migrate([Self.first]) == .foreign)
    #expect(try folder.bytes() == before)
    #expect(folder.names == ["test.sqlite"])
  }

  @Test("what is no database, or a torn one, is damaged and stays as it is")
  func damaged() throws {
    let url = folder.url.appending(path: "test.sqlite")
    _ = try migrate([Self.first])
    let torn = try folder.bytes().prefix(4096)
    for content in [Data("not a database, whatever its name says\n".utf8), Data(repeating: 0xA5, count: 8192), torn] {
      try content.write(to: url)
      do throws(SQLiteError) {
        let outcome = try migrate([Self.first])
        let connection = try SQLiteConnection(path: folder.path())
        _ = try connection.rows("SELECT i FROM a") { $0.integer(0) }
        Issue.record("\(outcome)")
      } catch {
        #expect(error.kind == .damaged)
      }
      #expect(try folder.bytes() == content)
    }
  }

  @Test("many that start at once make one schema")
  func atOnce() throws {
    for round in 0..<20 {
      let path = folder.path("\(round).sqlite")
      let outcomes = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        do {
          let connection = try SQLiteConnection(path: path)
          let migrator = SQLiteMigrator(scripts: [Self.first, Self.second], applicationID: 7)
          let outcome = try migrator.migrate(connection)
          outcomes.withLock { $0.append("\(outcome)") }
        } catch {
          outcomes.withLock { $0.append("\(error)") }
        }
      }
      #expect(outcomes.withLock { $0 } == Array(repeating: "upToDate", count: 4))
      let connection = try SQLiteConnection(path: path)
      #expect(try connection.rows("SELECT i FROM a ORDER BY i") { $0.integer(0) } == [1, 2])
    }
  }
}
