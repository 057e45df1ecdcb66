public import OAuth

/// A login that has succeeded and is to be stored.
public struct NewGrant: Sendable {
  /// With the issuer and resource the login was made for; stored anew, or brought up to date.
  public let server: Server
  public let account: String
  public let registration: Registration
  public let flow: Grant.Flow
  public let requestedScope: Scope?
  /// The issuer's own name for the person, where it told one.
  public let subject: String?
  public let tokens: TokenSet
  /// As it came (OpenID Connect Core §2); says who the person is.
  public let idToken: Secret?
  /// The private key that the tokens are bound to (RFC 9449).
  public let dpopKey: Secret?
  /// Where the platform keeps the assertion that the login is renewed with.
  public let assertionFile: String?
  /// The entry of the identity provider whose login it is renewed by.
  public let identityProvider: String?
  /// Whether the tokens of the login it replaces are owed back to their authorization server.
  public let revokesReplaced: Bool

  public init(
    server: Server, account: String, registration: Registration, flow: Grant.Flow = .authorizationCode,
    requestedScope: Scope?, subject: String? = nil, tokens: TokenSet, idToken: Secret? = nil, dpopKey: Secret? = nil,
    assertionFile: String? = nil, identityProvider: String? = nil, revokesReplaced: Bool = false
  ) {
    self.server = server
    self.account = account
    self.registration = registration
    self.flow = flow
    self.requestedScope = requestedScope
    self.subject = subject
    self.tokens = tokens
    self.idToken = idToken
    self.dpopKey = dpopKey
    self.assertionFile = assertionFile
    self.identityProvider = identityProvider
    self.revokesReplaced = revokesReplaced
  }
}
