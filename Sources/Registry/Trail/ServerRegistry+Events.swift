public import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// The newest events, newest first; of one server where it is named.
  public func events(of server: String? = nil, limit: Int = 100) throws(RegistryError) -> [Event] {
    try events(EventFilter(server: server, limit: limit))
  }

  /// The newest events that pass the filter, newest first.
  public func events(_ filter: EventFilter) throws(RegistryError) -> [Event] {
    try read { (connection) throws(RegistryError) in
      let (sql, values) = filter.query
      return try connection.all(sql, values) { Event($0) }.compactMap(\.self)
    }
  }

  /// Keeps an event that goes with no other change.
  public func record(_ event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in try Self.append(event, connection) }
  }

  /// Whether this happened to the grant in that time, for this cause.
  public func hasEvent(
    _ kind: Event.Kind, cause: String, grant: Int64, in period: ClosedRange<Date>
  ) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT 1 FROM event WHERE at BETWEEN ? AND ? AND grant_id = ? AND kind = ? AND cause = ?",
        [period.lowerBound.seconds, period.upperBound.seconds, grant, kind.rawValue, cause]
      ) { $0.integer(0) } != nil
    }
  }

  static func append(_ event: Event, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    try connection.apply(
      """
      INSERT INTO event (at, kind, server_name, account, issuer, grant_id, generation, cause, actor, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        event.at.seconds, event.kind.rawValue, event.server, event.account, event.issuer, event.grant,
        event.generation, event.cause, event.actor, event.detail,
      ])
    try trimSometimes(connection)
  }

  /// Rows that are kept of each kind: events, and hand-outs.
  static let mostEvents = 10_000
  /// So many rows more before it is looked at again.
  static let trimPeriod: Int64 = 64

  /// What goes: a range of rows, found from the end by an index. The newest are never among them.
  static let trimStatements = ["kind <> 'handed-out'", "kind = 'handed-out'"].map {
    """
    DELETE FROM event WHERE \($0)
    AND id <= (SELECT id FROM event WHERE \($0) ORDER BY id DESC LIMIT 1 OFFSET \(mostEvents))
    """
  }

  /// Keeps the trail bounded, once in a while, within the transaction that has just made it longer.
  static func trimSometimes(_ connection: borrowing SQLiteConnection) throws(RegistryError) {
    let last = connection.lastInsertedRow
    guard last > 0, last.isMultiple(of: trimPeriod) else { return }
    for statement in trimStatements { try connection.apply(statement) }
  }
}

extension Event {
  static let columns = "kind, at, server_name, account, issuer, grant_id, generation, cause, actor, detail, count"

  /// Nil for a kind that only a newer program knows.
  init?(_ row: borrowing SQLiteRow) {
    guard let kind = Kind(rawValue: row.text(0)) else { return nil }
    self.init(
      kind, at: Date(seconds: row.integer(1)), server: row.optionalText(2), account: row.optionalText(3),
      issuer: row.optionalText(4), grant: row.optionalInteger(5), generation: row.optionalInteger(6),
      cause: row.optionalText(7), detail: row.optionalText(9),
      actor: row.optionalText(8).flatMap { $0.isEmpty ? nil : $0 })
    count = Int(row.integer(10))
  }
}
