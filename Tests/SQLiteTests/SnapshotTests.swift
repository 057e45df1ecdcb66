import Foundation
import SQLite
import Testing

@Suite("Snapshots") struct SnapshotTests {
  let folder: DatabaseFolder

  init() throws { folder = try DatabaseFolder() }

  /// A file with a row, and one more in its log where that is left, as a process leaves it that is killed.
  private func make(_ name: String, leavingLog: Bool) throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.useWriteAheadLog()
    try connection.run("CREATE TABLE a (i); INSERT INTO a VALUES (1); PRAGMA wal_checkpoint(TRUNCATE)")
    if leavingLog { try connection.run("INSERT INTO a VALUES (2)") }
    let files = FileManager.default
    try files.copyItem(atPath: folder.path(), toPath: folder.path(name))
    if leavingLog { try files.copyItem(atPath: folder.path() + "-wal", toPath: folder.path(name) + "-wal") }
  }

  @Test("it holds what the file and its log hold, and changes neither", arguments: [true, false])
  func content(_ hasLog: Bool) throws {
    let name = "a copy? 100%;#1.sqlite"
    try make(name, leavingLog: hasLog)
    let before = try folder.bytes(name), log = hasLog ? try folder.bytes(name + "-wal") : nil
    let snapshot = try SQLiteConnection.snapshot(of: folder.path(name))
    #expect(try snapshot.rows("SELECT i FROM a") { $0.integer(0) } == (hasLog ? [1, 2] : [1]))
    try snapshot.run("INSERT INTO a VALUES (3)")
    #expect(try folder.bytes(name) == before)
    if let log { #expect(try folder.bytes(name + "-wal") == log) }
    #expect(
      try SQLiteConnection(path: folder.path(name)).rows("SELECT i FROM a") { $0.integer(0) }.contains(3) == false)
  }

  @Test("there is none of a file that is missing, or is no database")
  func none() throws {
    try Data(repeating: 7, count: 8192).write(to: folder.url.appending(path: "noise"))
    for name in ["missing", "noise"] {
      #expect(throws: SQLiteError.self) { _ = try SQLiteConnection.snapshot(of: folder.path(name)) }
    }
    #expect(!folder.names.contains("missing"))
  }
}
