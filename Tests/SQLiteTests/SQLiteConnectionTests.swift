import Foundation
import SQLite
import Testing

@Suite struct SQLiteConnectionTests {
  struct Stop: Error, Equatable {}

  let folder: DatabaseFolder

  init() throws { folder = try DatabaseFolder() }

  func count(_ connection: borrowing SQLiteConnection) throws -> Int64? {
    try connection.row("SELECT count(*) FROM t") { $0.integer(0) }
  }

  @Test(
    "each connection syncs fully, checks foreign keys, overwrites what it deletes and trusts no schema",
    arguments: [
      ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0), ("busy_timeout", 5000),
    ])
  func pragmas(_ name: String, _ value: Int64) throws {
    for _ in 0..<2 {
      let connection = try SQLiteConnection(path: folder.path())
      #expect(try connection.row("PRAGMA \(name)") { $0.integer(0) } == value)
    }
  }

  @Test("the write-ahead log stays with the file")
  func writeAheadLog() throws {
    try SQLiteConnection(path: folder.path()).useWriteAheadLog()
    let connection = try SQLiteConnection(path: folder.path())
    #expect(try connection.row("PRAGMA journal_mode") { $0.text(0) } == "wal")
  }

  @Test("haste and back again changes what a commit waits for")
  func haste() throws {
    let connection = try SQLiteConnection(path: folder.path())
    for (haste, values) in [(.unsynced, [1, 0, 50]), (.durable, [2, 1000, 5000])] as [(SQLiteConnection.Haste, [Int64])]
    {
      try connection.setHaste(haste)
      for (name, value) in zip(["synchronous", "wal_autocheckpoint", "busy_timeout"], values) {
        #expect(try connection.row("PRAGMA \(name)") { $0.integer(0) } == value, "\(name)")
      }
    }
  }

  @Test("a log is emptied where it is longer than allowed, and nothing is lost")
  func shortened() throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.useWriteAheadLog()
    try connection.run("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (1)")
    func length() throws -> Int {
      try #require(try FileManager.default.attributesOfItem(atPath: folder.path() + "-wal")[.size] as? Int)
    }
    let before = try length()
    try connection.shortenLog(beyond: before)
    #expect(try length() == before)
    try connection.shortenLog(beyond: before - 1)
    #expect(try length() == 0)
    #expect(try count(connection) == 1)
  }

  @Test("a transaction whose body throws leaves nothing, and the connection can go on")
  func rollback() throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT")
    #expect(throws: Stop.self) {
      try connection.immediate(mapping: { _ in Stop() }) { (connection) throws(Stop) in
        do { try connection.execute("INSERT INTO t VALUES (1)") } catch { throw Stop() }
        throw Stop()
      }
    }
    #expect(try count(connection) == 0)
    let value = try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
      try connection.execute("INSERT INTO t VALUES (2)")
    }
    #expect(value == 1)
    #expect(try count(SQLiteConnection(path: folder.path())) == 1)
  }

  @Test("a statement that fails in a transaction takes the others with it")
  func failingStatement() throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT")
    #expect(throws: SQLiteError.self) {
      try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
        try connection.execute("INSERT INTO t VALUES (1)")
        try connection.execute("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try count(connection) == 0)
  }

  @Test("a commit that a deferred constraint refuses leaves no open transaction")
  func failingCommit() throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run(
      """
      CREATE TABLE p (i INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE t (i INTEGER REFERENCES p (i) DEFERRABLE INITIALLY DEFERRED) STRICT;
      """)
    #expect(throws: SQLiteError.self) {
      try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
        try connection.execute("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try count(connection) == 0)
    let changed = try connection.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
      try connection.execute("INSERT INTO t VALUES (NULL)")
    }
    #expect(changed == 1)
    #expect(try count(connection) == 1)
  }

  @Test("while another connection holds the write lock, writing is busy and reading is not")
  func busy() throws {
    let holder = try SQLiteConnection(path: folder.path())
    try holder.useWriteAheadLog()
    try holder.run("CREATE TABLE t (i INTEGER) STRICT; BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
    let other = try SQLiteConnection(path: folder.path(), busyTimeout: 20)
    let kind = kind { () throws(SQLiteError) in
      _ = try other.immediate(mapping: { $0 }) { (connection) throws(SQLiteError) in
        try connection.execute("INSERT INTO t VALUES (2)")
      }
    }
    #expect(kind == .busy)
    #expect(try count(other) == 0)
    try holder.run("COMMIT")
    #expect(try other.execute("INSERT INTO t VALUES (2)") == 1)
  }

  @Test("a newer file is not made where there is no folder")
  func cannotOpen() {
    #expect(
      kind { () throws(SQLiteError) in _ = try SQLiteConnection(path: "/nowhere/at/all/x.sqlite") } == .cannotOpen)
  }

  @Test(
    "a constraint that is broken is told by its kind",
    arguments: [
      ("INSERT INTO t (i) VALUES (1)", .duplicate), ("INSERT INTO t (i, u) VALUES (2, 'a')", .duplicate),
      ("INSERT INTO t (i, n) VALUES (2, NULL)", .constraint), ("INSERT INTO t (i, c) VALUES (2, 0)", .constraint),
      ("INSERT INTO t (i, f) VALUES (2, 9)", .constraint), ("INSERT INTO t (i, c) VALUES (2, 'x')", .constraint),
      ("INSERT INTO t (nope) VALUES (1)", .other), ("SELEC", .other), ("SELECT ?, ?", .other),
    ] as [(String, SQLiteError.Kind)])
  func constraints(_ sql: String, _ expected: SQLiteError.Kind) throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run(
      """
      CREATE TABLE t (i INTEGER PRIMARY KEY, u TEXT UNIQUE, n TEXT NOT NULL DEFAULT '', c INTEGER CHECK (c > 0),
      f INTEGER REFERENCES t (i)) STRICT;
      INSERT INTO t (i, u) VALUES (1, 'a');
      """)
    let values: [any SQLiteBindable] = sql.contains("?") ? [1, 2, 3] : []
    #expect(kind { () throws(SQLiteError) in try connection.execute(sql, values) } == expected)
  }

  @Test("an error speaks of tables and columns, never of values")
  func message() throws {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run("CREATE TABLE t (x TEXT UNIQUE, c TEXT CHECK (length(c) < 3)) STRICT")
    try connection.execute("INSERT INTO t (x) VALUES (?)", ["s3cr3t"])
    for sql in ["INSERT INTO t (x) VALUES (?)", "INSERT INTO t (c) VALUES (?)"] {
      do {
        try connection.execute(sql, ["s3cr3t"])
        Issue.record("accepted")
      } catch {
        #expect(!error.message.contains("s3cr3t"))
        #expect(error.message.contains("t"))
      }
    }
  }

  func kind(_ body: () throws(SQLiteError) -> Void) -> SQLiteError.Kind? {
    do throws(SQLiteError) {
      try body()
      return nil
    } catch {
      return error.kind
    }
  }
}
