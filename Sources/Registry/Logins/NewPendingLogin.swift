public import FoundationEssentials
public import HTTP
public import OAuth

/// A login that has begun and whose answer may come in another process.
public struct NewPendingLogin: Sendable {
  /// With the issuer, the resource and the settings that the login is for.
  public let server: Server
  /// Whether the server is to be stored together with the login.
  public let isNewServer: Bool
  public let account: String
  public let registration: Registration
  public let requestedScope: Scope?
  /// As it was sent, exactly.
  public let redirectURI: WebURL
  public let state: Secret
  public let verifier: Secret
  /// The private key that the code is bound to (RFC 9449 §10); nil where it is bound to none.
  public let dpopKey: Secret?
  public let createdAt: Date
  public let expiresAt: Date

  public init(
    server: Server, isNewServer: Bool, account: String, registration: Registration, requestedScope: Scope?,
    redirectURI: WebURL, state: Secret, verifier: Secret, dpopKey: Secret? = nil, createdAt: Date, expiresAt: Date
  ) {
    self.server = server
    self.isNewServer = isNewServer
    self.account = account
    self.registration = registration
    self.requestedScope = requestedScope
    self.redirectURI = redirectURI
    self.state = state
    self.verifier = verifier
    self.dpopKey = dpopKey
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }
}
