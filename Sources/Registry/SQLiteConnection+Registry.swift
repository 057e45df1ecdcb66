import SQLite

extension ServerRegistry {
  /// In SQL: one more of a counter, where that can still be counted. A `STRICT` table refuses what leaves its range.
  static func oneMore(_ column: String) -> String { "min(\(column), \(Int64.max - 1)) + 1" }
}

/// The same calls, with the registry's error.
extension SQLiteConnection {
  @discardableResult
  borrowing func apply(_ sql: String, _ values: [any SQLiteBindable] = []) throws(RegistryError) -> Int {
    do { return try execute(sql, values) } catch { throw .database(error) }
  }

  borrowing func all<Value>(
    _ sql: String, _ values: [any SQLiteBindable] = [], _ read: (borrowing SQLiteRow) -> Value
  ) throws(RegistryError) -> [Value] {
    do { return try rows(sql, values, read) } catch { throw .database(error) }
  }

  borrowing func first<Value>(
    _ sql: String, _ values: [any SQLiteBindable] = [], _ read: (borrowing SQLiteRow) -> Value
  ) throws(RegistryError) -> Value? {
    do { return try row(sql, values, read) } catch { throw .database(error) }
  }
}
