public import FoundationEssentials
public import OAuth

/// A token pair with its times, ready to be sealed.
public struct TokenSet: Sendable {
  /// Nil where an answer brought none that can be used; then `fault` says so.
  public let access: Secret?
  public let refresh: Secret?
  public let grantedScope: Scope?
  /// Taken before the request was sent.
  public let obtainedAt: Date
  /// Seconds; nil where the server did not say.
  public let lifetime: Int?
  /// When the refresher renews it; nil leaves it to its next use.
  public let dueAt: Date?
  /// When the refresh token is spent although nobody asked, so that it does not die of idleness.
  public let keepaliveAt: Date?
  /// When the refresh token came: earlier than the pair where the server did not replace it.
  public let refreshObtainedAt: Date?
  /// Seconds the refresh token lives from then on; nil where the server did not say.
  public let refreshLifetime: Int?
  /// `obtainedAt` as the machine counts it; nil where it was not asked.
  public let boot: BootInstant?
  /// Who the person is, where a refresh says so again; nil leaves what is stored.
  public let idToken: Secret?
  /// What was wrong with the answer, where only its refresh token could be kept.
  public let fault: Fault?

  /// A refresh that brought a refresh token and nothing else: it has failed, and what it replaced is spent.
  public struct Fault: Sendable, Equatable, Codable {
    /// The failure's class.
    public let failure: String
    /// No background attempt before; in seconds since 1970.
    public let nextAttemptAt: Int64

    public init(failure: String, nextAttemptAt: Date) {
      self.failure = failure
      self.nextAttemptAt = nextAttemptAt.seconds
    }
  }

  public init(
    access: Secret?, refresh: Secret?, grantedScope: Scope?, obtainedAt: Date, lifetime: Int?, dueAt: Date?,
    keepaliveAt: Date?, refreshObtainedAt: Date? = nil, refreshLifetime: Int? = nil, boot: BootInstant? = nil,
    idToken: Secret? = nil, fault: Fault? = nil
  ) {
    self.access = access
    self.refresh = refresh
    self.grantedScope = grantedScope
    self.obtainedAt = obtainedAt
    self.lifetime = lifetime
    self.dueAt = dueAt
    self.keepaliveAt = keepaliveAt
    self.refreshObtainedAt = refreshObtainedAt ?? (refresh == nil ? nil : obtainedAt)
    self.refreshLifetime = refreshLifetime
    self.boot = boot
    self.idToken = idToken
    self.fault = fault
  }

  /// Never derived again later: a relative lifetime says nothing once the process has ended.
  public var expiresAt: Date? { lifetime.map { obtainedAt.addingTimeInterval(Double($0)) } }
}
