/// What a worker is told: whose refresh token to spend, and why. Nothing in it is secret.
public struct RefreshOrder: Sendable, Codable, Equatable {
  /// The grant's row.
  public let grant: Int64
  /// The generation whose refresh token is spent; a row that has moved on is left alone.
  public let generation: Int64
  /// For the audit trail.
  public let cause: String
  /// The program that asked, for the audit trail.
  public let actor: String?

  /// The name of the grant's lock.
  public var lockName: String { Self.lockName(grant) }

  static func lockName(_ grant: Int64) -> String { "grant-\(grant)" }
}
