public import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// The newest events, newest first; of one server where it is named.
  public func events(of server: String? = nil, limit: Int = 100) throws(RegistryError) -> [Event] {
    try read { (connection) throws(RegistryError) in
      let columns = "kind, at, server_name, account, issuer, grant_id, generation, cause, actor"
      let filter = server == nil ? "" : "WHERE server_name = ?"
      let values: [any SQLiteBindable] = server.map { [$0, limit] } ?? [limit]
      return try connection.all("SELECT \(columns) FROM event \(filter) ORDER BY id DESC LIMIT ?", values) { row in
        Event.Kind(rawValue: row.text(0)).map { kind in
          Event(
            kind, at: Date(seconds: row.integer(1)), server: row.optionalText(2), account: row.optionalText(3),
            issuer: row.optionalText(4), grant: row.optionalInteger(5), generation: row.optionalInteger(6),
            cause: row.optionalText(7), actor: row.optionalText(8))
        }
      }.compactMap(\.self)
    }
  }

  /// Keeps an event that goes with no other change.
  public func record(_ event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in try Self.append(event, connection) }
  }

  /// Whether this happened to the grant since then, for this cause.
  public func hasEvent(
    _ kind: Event.Kind, cause: String, grant: Int64, since: Date
  ) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT 1 FROM event WHERE at >= ? AND grant_id = ? AND kind = ? AND cause = ?",
        [since.seconds, grant, kind.rawValue, cause]
      ) { $0.integer(0) } != nil
    }
  }

  static func append(_ event: Event, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    try connection.apply(
      """
      INSERT INTO event (at, kind, server_name, account, issuer, grant_id, generation, cause, actor)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        event.at.seconds, event.kind.rawValue, event.server, event.account, event.issuer, event.grant,
        event.generation, event.cause, event.actor,
      ])
  }
}
