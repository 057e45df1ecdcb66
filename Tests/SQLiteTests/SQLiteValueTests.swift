import SQLite
import Testing

@Suite struct SQLiteValueTests {
  let folder: DatabaseFolder

  init() throws { folder = try DatabaseFolder() }

  func open() throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: folder.path())
    try connection.run("CREATE TABLE t (i INTEGER, x TEXT, b BLOB) STRICT")
    return connection
  }

  @Test("integers come back as they went in", arguments: [Int64.min, -1, 0, 1, 1 << 53, Int64.max])
  func integers(_ value: Int64) throws {
    let connection = try open()
    try connection.execute("INSERT INTO t (i) VALUES (?)", [value])
    let found = try connection.row("SELECT i, i = ? FROM t", [value]) { ($0.optionalInteger(0), $0.integer(1)) }
    #expect(found?.0 == value)
    #expect(found?.1 == 1)
  }

  @Test(
    "texts come back byte for byte, and are as long to SQLite as to Swift",
    arguments: [
      "", "a", "a\u{0}b", "\u{0}", "\u{0}\u{0}x\u{0}", "caf\u{E9}", "cafe\u{301}", "日本語", "👩‍👩‍👧‍👦", "\u{FEFF}x",
      "'; DROP TABLE t; --",
      String(repeating: "é\u{0}", count: 10_000),
    ])
  func texts(_ value: String) throws {
    let connection = try open()
    try connection.execute("INSERT INTO t (x) VALUES (?)", [value])
    let found = try connection.row("SELECT x, length(CAST(x AS BLOB)), typeof(x) FROM t") {
      ($0.optionalText(0), $0.integer(1), $0.text(2))
    }
    #expect(found?.0.map { Array($0.utf8) } == Array(value.utf8))
    #expect(found?.1 == Int64(value.utf8.count))
    #expect(found?.2 == "text")
  }

  @Test(
    "blobs come back byte for byte, the empty one is not NULL",
    arguments: [[], [0], [0, 1, 0], [0xFF, 0xFE], Array(repeating: 0xA5, count: 100_000)] as [[UInt8]])
  func blobs(_ value: [UInt8]) throws {
    let connection = try open()
    try connection.execute("INSERT INTO t (b) VALUES (?)", [value])
    let found = try connection.row("SELECT b, typeof(b) FROM t") { ($0.optionalBlob(0), $0.text(1)) }
    #expect(found?.0 == value)
    #expect(found?.1 == "blob")
  }

  @Test("nil is NULL, and NULL is nil or the type's empty value")
  func null() throws {
    let connection = try open()
    try connection.execute(
      "INSERT INTO t VALUES (?, ?, ?)", [Int64?.none, String?.none, [UInt8]?.none] as [any SQLiteBindable])
    let isNil = try connection.row("SELECT * FROM t") {
      $0.optionalInteger(0) == nil && $0.optionalText(1) == nil && $0.optionalBlob(2) == nil
    }
    #expect(isNil == true)
    let isEmpty = try connection.row("SELECT * FROM t") {
      $0.integer(0) == 0 && $0.text(1).isEmpty && $0.blob(2).isEmpty
    }
    #expect(isEmpty == true)
    #expect(
      try connection.row("SELECT count(*) FROM t WHERE i IS NULL AND x IS NULL AND b IS NULL") { $0.integer(0) } == 1)
  }

  @Test("bytes that are not UTF-8 are mended when read as text, not trusted")
  func invalidText() throws {
    let connection = try open()
    let found = try connection.row("SELECT CAST(x'61C328' AS TEXT)") { $0.text(0) }
    #expect(found == "a\u{FFFD}(")
  }

  @Test("numbers, truth values and optionals bind as what they hold")
  func bindables() {
    let values: [any SQLiteBindable] = [
      7, Int64(8), true, false, "x", [UInt8](), String?("y"), Int?.none, SQLiteValue.null,
    ]
    #expect(
      values.map(\.sqliteValue) == [
        .integer(7), .integer(8), .integer(1), .integer(0), .text("x"), .blob([]), .text("y"), .null, .null,
      ])
  }

  @Test("rows come in order, the first row is one of them, and no row is nil")
  func rows() throws {
    let connection = try open()
    for number in 1...3 { #expect(try connection.execute("INSERT INTO t (i) VALUES (?)", [number]) == 1) }
    #expect(try connection.rows("SELECT i FROM t ORDER BY i DESC") { $0.integer(0) } == [3, 2, 1])
    #expect(try connection.row("SELECT i FROM t ORDER BY i") { $0.integer(0) } == 1)
    #expect(try connection.row("SELECT i FROM t WHERE i > 3") { $0.integer(0) } == nil)
    #expect(try connection.execute("UPDATE t SET i = 0 WHERE i > ?", [1]) == 2)
    #expect(try connection.execute("DELETE FROM t WHERE i = 9") == 0)
  }
}
