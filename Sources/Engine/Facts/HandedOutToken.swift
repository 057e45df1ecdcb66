public import FoundationEssentials
public import OAuth

/// An access token with what a caller needs to know of it. It is never a refresh token.
public struct HandedOutToken: Sendable {
  public let access: Secret
  public let expiresAt: Date?
  public let scope: Scope?
}
