public import FoundationEssentials
public import OAuth

/// One login: a server and an account, bound to issuer, resource, registration and subject.
public struct Grant: Sendable {
  public let id: Int64
  public let serverID: Int64
  public let serverName: String
  public let account: String
  public let registrationID: Int64
  public let clientID: String
  public let issuer: String
  /// Nil where the parameter is turned off for the server.
  public let resource: String?
  public let requestedScope: Scope?
  public let grantedScope: Scope?
  public let state: State
  /// Why it is not `active`; a failure class or an OAuth error code.
  public let stateCause: String?
  public let stateSince: Date
  /// Number of the current token pair; grows by one with each rotation.
  public let generation: Int64
  /// Taken before the request was sent.
  public let obtainedAt: Date
  /// Seconds, as the server gave them; nil where it did not say.
  public let lifetime: Int?
  public let expiresAt: Date?
  public let dueAt: Date?
  public let keepaliveAt: Date?
  public let failCount: Int
  public let lastFailure: String?
  public let lastFailureAt: Date?
  public let nextAttemptAt: Date?
  public let createdAt: Date
  let serverURL: String
  let sealedAccess: [UInt8]?
  let sealedRefresh: [UInt8]?

  /// What can be done with the login.
  public enum State: String, Sendable {
    /// Tokens are there and nobody has refused them.
    case active
    /// The refresh token was refused once; the access token is still served.
    case suspect
    /// A person is needed.
    case loginRequired = "login_required"
    /// Taken back on request; the secrets are gone.
    case revoked
  }

  public var hasAccessToken: Bool { sealedAccess != nil }
  public var hasRefreshToken: Bool { sealedRefresh != nil }
}
