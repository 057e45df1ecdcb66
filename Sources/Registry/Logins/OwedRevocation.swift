public import FoundationEssentials
public import OAuth

/// A token that is still to be taken back at its authorization server.
public struct OwedRevocation: Sendable {
  public let id: Int64
  public let serverName: String
  public let account: String
  public let issuer: String
  public let registrationID: Int64
  public let kind: Revocation.TokenKind
  public let attempts: Int
  public let nextAttemptAt: Date
  let sealedToken: [UInt8]
}
