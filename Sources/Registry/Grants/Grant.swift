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
  /// How the login came to be, and so how it is renewed.
  public let flow: Flow
  public let issuer: String
  /// Nil where the parameter is turned off for the server.
  public let resource: String?
  public let requestedScope: Scope?
  public let grantedScope: Scope?
  /// The issuer's own name for the person, where it told one (OpenID Connect Core §2, `sub`).
  public let subject: String?
  public let state: State
  /// Why it is not `active`; a failure class or an OAuth error code.
  public let stateCause: String?
  public let stateSince: Date
  /// Number of the current token pair; grows by one with each rotation.
  public let generation: Int64
  /// Of its tokens.
  public let times: Times
  /// Of its refreshes, since the last that succeeded.
  public let failures: Failures
  /// When a token of it was last handed out, to the hour; nil where that was never noted.
  public let lastUsedAt: Date?
  public let createdAt: Date
  /// Where the platform keeps the assertion that the login is renewed with; nil for any other login.
  public let assertionFile: String?
  /// The entry of the identity provider whose login the login is renewed by; nil for any other login.
  public let identityProvider: String?
  /// Tells the assertion that the authorization server has refused; nil where it has refused none.
  public let refusedAssertion: String?
  /// Of the server, as the login is bound to it.
  public let serverURL: String
  let sealedAccess: [UInt8]?
  let sealedRefresh: [UInt8]?
  let sealedIDToken: [UInt8]?
  let sealedDPoPKey: [UInt8]?

  /// When its tokens came, how long they live, and when they are to be renewed.
  public struct Times: Sendable, Equatable {
    /// When the access token came; taken before the request was sent.
    public let obtainedAt: Date
    /// Seconds, as the server gave them; nil where it did not say.
    public let lifetime: Int?
    /// The end of the access token by the wall clock; nil where the server did not say.
    public let expiresAt: Date?
    /// When the schedule renews the login; nil leaves it to its next use.
    public let dueAt: Date?
    /// When the refresh token is spent although nobody asked, so that it does not die of idleness.
    public let keepaliveAt: Date?
    /// When the refresh token came; nil where there is none.
    public let refreshObtainedAt: Date?
    /// Seconds the refresh token lives from then on; nil where the server did not say.
    public let refreshLifetime: Int?
    /// `obtainedAt` as the machine counts it; nil where it is not known.
    public let boot: BootInstant?

    /// Seconds since the access token came, as the machine counts them; nil where it was started again since.
    public func age(at now: BootInstant?) -> Int64? { boot.flatMap { now?.elapsed(since: $0) } }
  }

  /// Refreshes that came to nothing, one after the other.
  public struct Failures: Sendable, Equatable {
    public let count: Int
    /// Of the first of them; nil after a refresh that did not fail.
    public let since: Date?
    /// The class of the last one, or its OAuth error code.
    public let last: String?
    public let lastAt: Date?
    /// The server's own words about the last one, cut and cleaned.
    public let detail: String?
    /// No background attempt before.
    public let nextAttemptAt: Date?
  }

  /// The grants, as they are stored.
  public enum Flow: String, Sendable, CaseIterable {
    /// RFC 6749 §4.1.
    case authorizationCode = "authorization_code"
    /// RFC 8628.
    case deviceCode = "device_code"
    /// RFC 6749 §4.4.
    case clientCredentials = "client_credentials"
    /// RFC 7523 §2.1, with a token of the platform the program runs on.
    case workload = "jwt_bearer"
    /// RFC 7523 §2.1, with an assertion of the company's identity provider (MCP extension
    /// `io.modelcontextprotocol/enterprise-managed-authorization`).
    case enterprise = "id_jag"

    /// Whether a login made this way lives on a refresh token. Any other is made again instead, without a person; a refresh
    /// token that comes all the same (RFC 6749 §4.4.3: SHOULD NOT) is not kept, because its end would look like the login's.
    public var expectsRefreshToken: Bool {
      switch self {
      case .authorizationCode, .deviceCode: true
      case .clientCredentials, .workload, .enterprise: false
      }
    }
  }

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

  /// Bytes that its tokens take, sealed.
  public var sealedSize: Int { [sealedAccess, sealedRefresh, sealedIDToken].reduce(0) { $0 + ($1?.count ?? 0) } }
  public var hasAccessToken: Bool { sealedAccess != nil }
  public var hasRefreshToken: Bool { sealedRefresh != nil }
  /// Whether the tokens are bound to a key (RFC 9449): without it they are worth nothing.
  public var isBound: Bool { sealedDPoPKey != nil }
  /// Whether a new access token can be had without a person: for a refresh token, by the client in its own name, or with
  /// what the platform says of this program or the identity provider of the person.
  public var isRenewable: Bool {
    switch flow {
    case .clientCredentials, .workload, .enterprise: true
    case .authorizationCode, .deviceCode: hasRefreshToken
    }
  }
}
