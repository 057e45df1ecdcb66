public import OAuth

/// One token's fate.
public struct RevokedToken: Sendable {
  /// Whose.
  public let account: String
  public let kind: Revocation.TokenKind
  public let result: RevocationResult

  /// Whether the server has yet to take it back, or will not.
  public var isStillOut: Bool {
    switch result {
    case .queued, .refused: true
    case .revoked, .notSupported, .abandoned: false
    }
  }
}
