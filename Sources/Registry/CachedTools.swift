public import FoundationEssentials

/// A server's tool list as it was fetched for one account.
public struct CachedTools: Sendable, Equatable {
  /// JSON, as the caller made it.
  public let body: String
  public let protocolVersion: String
  public let freshUntil: Date

  public init(body: String, protocolVersion: String, freshUntil: Date) {
    self.body = body
    self.protocolVersion = protocolVersion
    self.freshUntil = freshUntil
  }
}
