import Foundation
import Registry
import SQLite
import Testing

@Suite struct SchemaTests {
  /// A good row for each table, column by column, beside the rows of `parents`.
  static let rows: [String: [String: String]] = [
    "data_key": ["id": "2", "state": "'secondary'", "created_at": "1"],
    "key_slot": [
      "id": "2", "provider": "'file'", "locator": "'/b'", "check_value": "x'00'",
      "created_at": "1",
    ],
    "wrapped_data_key": ["slot_id": "1", "data_key_id": "1", "wrapped": "x'00'"],
    "authorization_server": [
      "id": "2", "issuer": "'https://b'", "metadata": "'{}'", "metadata_tag": "x'00'",
      "quirks": "'{}'",
    ],
    "server": [
      "id": "2", "name": "'b'", "url": "'u'", "authorization": "'oauth'", "issuer": "'i'",
      "resource_mode": "'discovered'", "default_account": "'d'", "era": "'modern'", "settings": "'{}'",
      "created_at": "1",
    ],
    "registration": [
      "id": "2", "issuer": "'i'", "kind": "'dynamic'", "client_id": "'c'", "auth_method": "'none'",
      "redirect_uris": "'[]'", "state": "'active'", "superseded_by": "1", "isolated_for": "1", "created_at": "1",
    ],
    "grant": [
      "id": "2", "server_id": "1", "account": "'b'", "registration_id": "1", "issuer": "'i'", "state": "'active'",
      "state_since": "1", "generation": "1", "obtained_at": "1", "fail_count": "0", "created_at": "1",
    ],
    "refresh_intent": ["grant_id": "1", "generation": "1", "fingerprint": "'f'", "replays": "0"],
    "revocation": [
      "id": "2", "server_name": "'a'", "account": "'a'", "issuer": "'i'", "registration_id": "1",
      "kind": "'access_token'", "sealed_token": "x'00'", "attempts": "0", "next_attempt_at": "1", "created_at": "1",
    ],
    "tool_cache": [
      "server_id": "1", "account": "'a'", "generation": "1", "protocol_version": "'v'", "body": "'{}'",
      "fetched_at": "1", "fresh_until": "1",
    ],
    "event": ["at": "1", "kind": "'x'", "count": "1"],
  ]

  static let parents = [
    "INSERT INTO data_key VALUES (1, 'primary', 1)",
    "INSERT INTO key_slot (id, provider, locator, check_value, created_at) VALUES (1, 'file', '/a', x'00', 1)",
    insertion("server", ["id": "1", "name": "'a'"]), insertion("authorization_server", ["id": "1", "issuer": "'i'"]),
    insertion("registration", ["id": "1", "superseded_by": "NULL"]), insertion("grant", ["id": "1", "account": "'a'"]),
  ]

  static func insertion(_ table: String, _ changes: [String: String] = [:]) -> String {
    let row = (rows[table] ?? [:]).merging(changes) { $1 }.sorted { $0.key < $1.key }
    let columns = row.map(\.key).joined(separator: ", "), values = row.map(\.value).joined(separator: ", ")
    return "INSERT INTO \(table) (\(columns)) VALUES (\(values))"
  }

  let test: TestRegistry

  init() throws { test = try TestRegistry() }

  /// To a registry that holds the parents only.
  func open() throws -> SQLiteConnection {
    let path = test.folder.appending(path: "bare.sqlite").path
    _ = try ServerRegistry(path: path)
    let connection = try SQLiteConnection(path: path)
    for parent in Self.parents { try connection.run(parent) }
    return connection
  }

  @Test("a good row is accepted", arguments: rows.keys.sorted())
  func good(_ table: String) throws {
    try open().run(Self.insertion(table))
  }

  static let bad: [(String, String, String)] = [
    ("data_key", "id", "1"), ("data_key", "state", "'primary'"), ("data_key", "state", "'lost'"),
    ("data_key", "created_at", "'noon'"), ("key_slot", "provider", "''"), ("key_slot", "locator", "'/a'"),
    ("key_slot", "check_value", "NULL"), ("key_slot", "check_value", "'text'"),
    ("wrapped_data_key", "slot_id", "9"), ("wrapped_data_key", "data_key_id", "9"),
    ("wrapped_data_key", "wrapped", "NULL"), ("authorization_server", "issuer", "''"),
    ("authorization_server", "issuer", "'i'"), ("authorization_server", "metadata", "'[]'"),
    ("authorization_server", "metadata_tag", "NULL"), ("authorization_server", "quirks", "'x'"),
    ("server", "name", "'a'"), ("server", "name", "''"), ("server", "name", "'\(String(repeating: "x", count: 65))'"),
    ("server", "url", "''"), ("server", "authorization", "'basic'"), ("server", "issuer", "NULL"),
    ("server", "resource_mode", "'maybe'"), ("server", "default_account", "''"), ("server", "era", "'stone'"),
    ("server", "settings", "''"), ("registration", "issuer", "''"), ("registration", "kind", "'found'"),
    ("registration", "client_id", "''"), ("registration", "redirect_uris", "'http://x'"),
    ("registration", "state", "'dead'"), ("registration", "superseded_by", "9"), ("registration", "isolated_for", "9"),
    ("grant", "server_id", "9"), ("grant", "account", "'a'"), ("grant", "account", "''"),
    ("grant", "registration_id", "9"), ("grant", "issuer", "NULL"), ("grant", "state", "'dead'"),
    ("grant", "generation", "0"), ("grant", "generation", "NULL"), ("grant", "fail_count", "-1"),
    ("grant", "obtained_at", "NULL"), ("refresh_intent", "grant_id", "9"), ("refresh_intent", "fingerprint", "NULL"),
    ("revocation", "registration_id", "9"), ("revocation", "kind", "'id_token'"), ("revocation", "attempts", "-1"),
    ("revocation", "sealed_token", "NULL"), ("tool_cache", "server_id", "9"), ("tool_cache", "body", "'[]'"),
    ("event", "kind", "''"), ("event", "count", "0"), ("event", "at", "NULL"),
  ]

  @Test("a row that no program of ours would write is refused", arguments: bad)
  func refused(_ table: String, _ column: String, _ value: String) throws {
    let connection = try open()
    do throws(SQLiteError) {
      try connection.run(Self.insertion(table, [column: value]))
      Issue.record("accepted")
    } catch {
      #expect(error.kind == .constraint || error.kind == .duplicate, "\(error.message)")
    }
  }

  @Test("docs/schema.sql is what a new registry has; scripts/schema writes it")
  func document() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let written = try String(contentsOf: root.appending(path: "docs/schema.sql"), encoding: .utf8)
    let statements = try open().rows(
      """
      SELECT iif(type = 'table', char(10), '') || sql || ';' FROM sqlite_schema
      WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type = 'index', name
      """
    ) { $0.text(0) }
    #expect(statements.count > 30)
    #expect(
      written.split(separator: "\n", maxSplits: 1).last.map { $0 + "" } == statements.joined(separator: "\n") + "\n")
  }

  @Test("there is one row of identity", arguments: [1, 2])
  func oneIdentity(_ number: Int) throws {
    let connection = try open()
    #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO registry VALUES (?, randomblob(16), 1)", [number])
    }
  }

  @Test("what is still referred to cannot be deleted", arguments: ["registration", "data_key"])
  func referred(_ table: String) throws {
    let connection = try open()
    try connection.run(Self.insertion("wrapped_data_key"))
    #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM \(table) WHERE id = 1") }
  }
}
