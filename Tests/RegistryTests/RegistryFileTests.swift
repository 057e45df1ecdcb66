import Foundation
import Migrations
import Registry
import SQLite
import Testing

@Suite struct RegistryFileTests {
  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  func error(opening path: String) -> RegistryError? {
    do throws(RegistryError) {
      _ = try ServerRegistry(path: path)
      return nil
    } catch {
      return error
    }
  }

  @Test("a registry keeps its id, and no two have the same")
  func identity() throws {
    #expect(test.registry.id.count == 16)
    #expect(try ServerRegistry(path: test.registry.path).id == test.registry.id)
    #expect(test.registry.idText.count == 32)
    #expect(try TestRegistry().registry.id != test.registry.id)
  }

  @Test("the file says whose it is, so that `file` and a backup script can tell")
  func mark() throws {
    let number = try test.connection().row("PRAGMA application_id") { $0.integer(0) }
    #expect(number == 0x4D43_5043)
    #expect(try test.connection().row("PRAGMA journal_mode") { $0.text(0) } == "wal")
  }

  @Test("a newer program's file is refused by name, and not one byte of it changes")
  func newer() throws {
    let path = test.folder.appending(path: "newer.sqlite").path
    _ = try ServerRegistry(path: path)
    try SQLiteConnection(path: path).run("PRAGMA user_version = 99")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(error(opening: path) == .newer(path: path, version: 99, known: Migrations.newest))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("a registry from before 0.1 is refused by name, and not one byte changes", arguments: 1...Migrations.retired)
  func retired(_ version: Int) throws {
    let path = test.folder.appending(path: "retired.sqlite").path
    _ = try ServerRegistry(path: path)
    try SQLiteConnection(path: path).run("PRAGMA user_version = \(version)")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(error(opening: path) == .retired(path: path))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("a table that is gone is damage")
  func missingTable() throws {
    try test.sql("DROP TABLE tool_cache")
    try test.sql("DROP TABLE event")
    let failure = #expect(throws: RegistryError.self) { try test.registry.events() }
    guard case .database(let fault) = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    #expect(fault.kind == .damaged)
  }

  @Test("another program's database is refused, and not one byte of it changes")
  func foreign() throws {
    let path = test.folder.appending(path: "foreign.sqlite").path
    try SQLiteConnection(path: path).run("CREATE TABLE bookmarks (url TEXT)")
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(error(opening: path) == .foreign(path: path))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("what is no database stays as it is")
  func damaged() throws {
    let url = test.folder.appending(path: "damaged.sqlite")
    let content = Data("mcpcred, but not a database".utf8)
    try content.write(to: url)
    guard case .database(let fault) = error(opening: url.path) else {
      Issue.record("opened")
      return
    }
    #expect(fault.kind == .damaged)
    #expect(try Data(contentsOf: url) == content)
  }

  @Test("the folder's SQL files are those that the binary embeds, in their order")
  func embedded() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "Migrations")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
      .sorted()
    #expect(names.count == Migrations.all.count)
    for (index, name) in names.enumerated() {
      let number = String(Migrations.retired + index + 1)
      #expect(name.hasPrefix("m" + String(repeating: "0", count: 4 - number.count) + number + "_"))
      #expect(try Array(Data(contentsOf: folder.appending(path: name))) == Migrations.all[index])
    }
  }

  @Test(
    "a time that no row can hold is stored as the nearest one",
    arguments: [
      (1_800_000_000.9, 1_800_000_000), (-0.5, -1), (1e30, Int64.max), (-1e30, Int64.min), (.infinity, Int64.max),
      (9_223_372_036_854_775_808, Int64.max),
    ] as [(Double, Int64)])
  func times(_ seconds: Double, _ expected: Int64) {
    #expect(Date(timeIntervalSince1970: seconds).seconds == expected)
  }
}
