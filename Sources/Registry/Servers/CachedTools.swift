public import FoundationEssentials

/// A server's tool list as it was fetched for one account.
public struct CachedTools: Sendable, Equatable {
  /// JSON, as the caller made it.
  public let body: String
  public let protocolVersion: String
  public let freshUntil: Date
  /// Nil until it is stored.
  public let fetchedAt: Date?

  public init(body: String, protocolVersion: String, freshUntil: Date, fetchedAt: Date? = nil) {
    self.body = body
    self.protocolVersion = protocolVersion
    self.freshUntil = freshUntil
    self.fetchedAt = fetchedAt
  }

  /// Whether it need not be asked for again. A server may say that it is good for ever, so that it is its beginning that
  /// tells a clock that was ahead.
  public func isFresh(at now: Date) -> Bool {
    freshUntil > now && fetchedAt.map { StoredTime.counts($0, of: now) } ?? false
  }
}
