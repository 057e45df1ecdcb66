import FoundationEssentials
public import HTTP
import SQLite

extension ServerRegistry {
  /// Every server, by name.
  public func servers() throws(RegistryError) -> [Server] {
    try read { (connection) throws(RegistryError) in
      try connection.all("SELECT \(Server.columns) FROM server ORDER BY name") { Server($0) }.compactMap(\.self)
    }
  }

  /// Throws `unknownServer` with near names where there is none of this name.
  public func server(_ name: String) throws(RegistryError) -> Server {
    try read { (connection) throws(RegistryError) in
      if let found = try connection.first(
        "SELECT \(Server.columns) FROM server WHERE name = ?", [name], { Server($0) }),
        let server = found
      {
        return server
      }
      let names = try connection.all("SELECT name FROM server") { $0.text(0) }
      throw .unknownServer(name, similar: NearNames.of(name, in: names))
    }
  }

  /// Whether a server of this name exists.
  public func hasServer(_ name: String) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first("SELECT 1 FROM server WHERE name = ?", [name]) { $0.integer(0) } != nil
    }
  }

  /// Stores a server without a login. Throws `nameTaken`.
  public func insert(_ server: Server, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try Self.insert(server, connection)
      try Self.append(event, connection)
    }
  }

  /// Remembers which protocol the server speaks.
  public func setEra(_ era: String, version: String, server id: Int64) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE server SET era = ?, protocol_version = ? WHERE id = ?", [era, version, id])
    }
  }

  /// Remembers where the endpoint's redirects lead, nil for nowhere; false where that was known.
  public func setAddress(_ address: WebURL?, server id: Int64) throws(RegistryError) -> Bool {
    try write { (connection) throws(RegistryError) in
      let text = try connection.first("SELECT settings FROM server WHERE id = ?", [id], { $0.text(0) })
      guard var settings = text.flatMap({ ServerSettings(json: $0) }), settings.movedTo != address?.raw else {
        return false
      }
      settings.movedTo = address?.raw
      try connection.apply("UPDATE server SET settings = ? WHERE id = ?", [settings.json, id])
      return true
    }
  }

  /// Changes the account that is meant where none is named.
  public func setDefaultAccount(_ account: String, of server: Server, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE server SET default_account = ? WHERE id = ?", [account, server.id])
      try Self.append(event, connection)
    }
  }

  /// Removes the server with its grants and caches. Revocations owed stay.
  public func remove(_ server: Server, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("DELETE FROM server WHERE id = ?", [server.id])
      try Self.append(event, connection)
    }
  }

  static func insert(_ server: Server, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    guard try connection.first("SELECT 1 FROM server WHERE name = ?", [server.name], { $0.integer(0) }) == nil else {
      throw .nameTaken(server.name)
    }
    try connection.apply(
      """
      INSERT INTO server (id, name, url, authorization, issuer, resource, resource_mode, default_account, settings,
      created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        server.id, server.name, server.url.raw, server.authorization.rawValue, server.issuer, server.resource,
        server.resourceMode.rawValue, server.defaultAccount, server.settings.json, server.createdAt.seconds,
      ])
  }

  /// What a login may have changed. Throws `unknownServer` where another process removed it meanwhile.
  static func update(_ server: Server, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    let changed = try connection.apply(
      "UPDATE server SET authorization = ?, issuer = ?, resource = ?, resource_mode = ?, settings = ? WHERE id = ?",
      [
        server.authorization.rawValue, server.issuer, server.resource, server.resourceMode.rawValue,
        server.settings.json, server.id,
      ])
    guard changed == 1 else { throw .unknownServer(server.name, similar: []) }
  }
}

extension Server {
  static let columns = """
    server.id, server.name, server.url, server.authorization, server.issuer, server.resource, server.resource_mode,
    server.default_account, server.era, server.protocol_version, server.created_at, server.settings
    """

  /// Nil for a row no version of this program writes.
  init?(_ row: borrowing SQLiteRow) {
    guard let url = WebURL(row.text(2)), let authorization = Authorization(rawValue: row.text(3)),
      let mode = ResourceMode(rawValue: row.text(6)), let settings = ServerSettings(json: row.text(11))
    else { return nil }
    self.init(
      id: row.integer(0), name: row.text(1), url: url, authorization: authorization, issuer: row.optionalText(4),
      resource: row.optionalText(5), resourceMode: mode, defaultAccount: row.text(7), settings: settings,
      era: row.optionalText(8),
      protocolVersion: row.optionalText(9), createdAt: Date(seconds: row.integer(10)))
  }
}
