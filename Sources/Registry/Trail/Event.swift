public import FoundationEssentials

/// Something that happened to a credential; never a secret.
public struct Event: Sendable, Equatable {
  /// The kinds, as they are stored.
  public enum Kind: String, Sendable {
    case serverAdded = "server-added"
    case serverRemoved = "server-removed"
    case registered, login, refreshed
    /// A client identity is not used for logins any more.
    case registrationRetired = "registration-retired"
    /// The authorization server or the person said no, or nobody came back.
    case loginFailed = "login-failed"
    /// It was changed at its server: a new secret, or other redirect URIs.
    case registrationUpdated = "registration-updated"
    /// It was deleted at its server, and here.
    case registrationDeleted = "registration-deleted"
    case refreshFailed = "refresh-failed"
    case refreshRefused = "refresh-refused"
    case revocationQueued = "revocation-queued"
    case revoked
    case revocationFailed = "revocation-failed"
    /// The metadata of a server claims a parent of its URL.
    case resourceNoted = "resource-noted"
    /// A server names another issuer than its logins are bound to; the cause names the new ones.
    case issuerChanged = "issuer-changed"
    /// A person vouches for an issuer although the server names another place for it.
    case issuerTrusted = "issuer-trusted"
    /// A login was made by somebody else than the one it was to replace; the cause says whether that was accepted.
    case subjectChanged = "subject-changed"
    /// Another account is the server's default.
    case accountChosen = "account-chosen"
    /// A tool wanted scopes that the login has not, and nobody was asked; the cause is the tool.
    case scopeMissing = "scope-missing"
    /// The same, and a person was asked for them.
    case stepUp = "step-up"
    /// A login for a host that is new to an issuer with logins of other hosts; the cause names the host.
    case newHost = "new-host"
    /// An access token was given to a program: one row for each login, generation, program and hour, with a count.
    case handedOut = "handed-out"
  }

  public let kind: Kind
  public let at: Date
  public var server: String?
  public var account: String?
  public var issuer: String?
  public var grant: Int64?
  public var generation: Int64?
  /// A failure class or an OAuth error code.
  public var cause: String?
  /// The authorization server's own words, cut and cleaned.
  public var detail: String?
  /// The program that asked.
  public var actor: String?
  /// How often it happened; more than once for hand-outs only.
  public var count = 1

  public init(
    _ kind: Kind, at: Date, server: String? = nil, account: String? = nil, issuer: String? = nil,
    grant: Int64? = nil, generation: Int64? = nil, cause: String? = nil, detail: String? = nil,
    actor: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.server = server
    self.account = account
    self.issuer = issuer
    self.grant = grant
    self.generation = generation
    self.cause = cause
    self.detail = detail
    self.actor = actor
  }
}
