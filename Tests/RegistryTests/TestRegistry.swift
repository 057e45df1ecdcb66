import Foundation
import HTTP
import OAuth
import SQLite
import Testing

@testable import Registry

/// A real registry in a temporary folder, with keys and one client identity; gone with its owner.
final class TestRegistry: Sendable {
  static let start = Date(seconds: 1_800_000_000)
  static let issuer = "https://as.example"

  let folder: URL
  let registry: ServerRegistry
  let keys: DataKeys
  let registration: Registration

  init() throws {
    folder = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "registry-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    registry = try ServerRegistry(path: folder.appending(path: "registry.sqlite").path)
    keys = try registry.createKeys(provider: .file, locator: "/k", key: Self.key(1), at: Self.start)
    registration = try registry.insert(
      Self.newRegistration(), event: Event(.registered, at: Self.start, issuer: Self.issuer), keys: keys)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func key(_ seed: UInt8) throws -> KeyEncryptionKey {
    try #require(KeyEncryptionKey(bytes: Array(repeating: seed, count: 32)))
  }

  static func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

  static func newRegistration(
    kind: Registration.Kind = .dynamic, clientID: String = "client", secret: String? = "cs", issuer: String = issuer
  ) throws -> NewRegistration {
    NewRegistration(
      issuer: issuer, kind: kind, clientID: clientID, clientSecret: secret.map { Secret($0) },
      method: .clientSecretBasic, redirectURIs: [try url("http://127.0.0.1:8123/cb")])
  }

  static func server(_ name: String, url: String? = nil, resource: String? = "https://h/mcp") throws -> Server {
    Server(
      name: name, url: try self.url(url ?? "https://\(name).example/mcp"), authorization: .oauth, issuer: issuer,
      resource: resource, createdAt: start)
  }

  static func tokens(
    _ access: String = "at", _ refresh: String? = "rt", at: Date = start, due: TimeInterval? = 2400,
    keepalive: TimeInterval? = 86_400
  ) -> TokenSet {
    TokenSet(
      access: Secret(access), refresh: refresh.map { Secret($0) }, grantedScope: Scope("a b"), obtainedAt: at,
      lifetime: 3600, dueAt: due.map { at.addingTimeInterval($0) },
      keepaliveAt: keepalive.map { at.addingTimeInterval($0) })
  }

  /// A new server with a login.
  func login(
    _ name: String = "h", tokens: TokenSet = tokens(), resource: String? = "https://h/mcp"
  ) throws -> Grant {
    let new = NewGrant(
      server: try Self.server(name, resource: resource), account: "default", registration: registration,
      requestedScope: Scope("a"), tokens: tokens)
    return try registry.save(new, isNewServer: true, event: Event(.login, at: Self.start, server: name), keys: keys)
  }

  func reread(_ grant: Grant) throws -> Grant { try #require(try registry.grant(grant.id)) }

  /// Another connection to the same file, for what no program of ours would do.
  func connection() throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: registry.path)
    // These tests pull no plug.
    try connection.run("PRAGMA synchronous = OFF")
    return connection
  }

  @discardableResult
  func sql(_ sql: String, _ values: [any SQLiteBindable] = []) throws -> Int { try connection().execute(sql, values) }

  func blob(_ sql: String) throws -> [UInt8] { try #require(try connection().row(sql) { $0.blob(0) }) }

  /// Every value of every row, to see what changed.
  func contents() throws -> [String] {
    let connection = try connection()
    let tables = try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") { $0.text(0) }
    var rows: [String] = []
    for table in tables {
      let columns = try connection.rows("SELECT name FROM pragma_table_info(?)", [table]) { $0.text(0) }
      let text = columns.map { "'\($0)=' || quote(\"\($0)\")" }.joined(separator: " || ' ' || ")
      rows += try connection.rows("SELECT '\(table) ' || \(text) FROM \"\(table)\" ORDER BY 1") { $0.text(0) }
    }
    return rows
  }
}
