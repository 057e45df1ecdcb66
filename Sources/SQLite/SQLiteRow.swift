internal import CSQLite

/// The current row of a statement; it must not leave the closure that is given it.
public struct SQLiteRow: ~Copyable {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { self.statement = statement }

  /// NULL reads as zero: use it for NOT NULL columns.
  public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// Nil for NULL.
  public func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  /// NULL reads as empty: use it for NOT NULL columns.
  public func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  /// Nil for NULL.
  public func optionalText(_ column: Int32) -> String? {
    guard !isNull(column), let start = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// NULL reads as empty: use it for NOT NULL columns.
  public func blob(_ column: Int32) -> [UInt8] { optionalBlob(column) ?? [] }

  /// Nil for NULL.
  public func optionalBlob(_ column: Int32) -> [UInt8]? {
    guard !isNull(column) else { return nil }
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }

  private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
}
