public import FoundationEssentials
import SQLite

/// Which events of the trail are asked for.
public struct EventFilter: Sendable {
  /// By the name it had then.
  public var server: String?
  public var account: String?
  public var since: Date?
  /// The newest so many.
  public var limit: Int

  public init(server: String? = nil, account: String? = nil, since: Date? = nil, limit: Int = 100) {
    self.server = server
    self.account = account
    self.since = since
    self.limit = limit
  }

  /// The statement and its values. Rows come in the order in which they were written: a clock can be set back.
  var query: (sql: String, values: [any SQLiteBindable]) {
    // The refresher's last run is kept among the events and is none.
    var conditions = ["kind <> 'refresher-ran'"], values: [any SQLiteBindable] = []
    func require(_ condition: String, _ value: (any SQLiteBindable)?) {
      guard let value else { return }
      conditions.append(condition)
      values.append(value)
    }
    require("server_name = ?", server)
    require("account = ?", account)
    require("at >= ?", since?.seconds)
    let filter = conditions.joined(separator: " AND ")
    return ("SELECT \(Event.columns) FROM event WHERE \(filter) ORDER BY id DESC LIMIT ?", values + [limit])
  }
}
