/// The durable note that a refresh token is about to be spent.
public struct RefreshIntent: Sendable, Equatable {
  /// The generation whose refresh token it is.
  public let generation: Int64
  /// Of the refresh token.
  public let fingerprint: String
  /// How often the same token was sent again.
  public let replays: Int
}
