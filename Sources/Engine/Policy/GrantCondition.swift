public import FoundationEssentials
public import Registry

/// How a login stands now, in the words a person and a monitor need.
public enum GrantCondition: Sendable, Equatable {
  /// The server asks for no login.
  case open
  /// Never logged in.
  case none
  /// The access token is good; nil where its end is unknown.
  case fresh(until: Date?)
  /// The access token is spent; the next use renews it.
  case renewable
  /// The last renewal failed; it is tried again.
  case retrying(failure: String, at: Date?)
  /// A person is needed; the cause is a failure class or an OAuth error code.
  case loginRequired(cause: String)
  case revoked

  /// From a row and the time; `age` is the access token's in seconds, as the machine counts them.
  public init(_ server: Server, _ grant: Grant?, age: Int64? = nil, now: Date) {
    guard server.authorization != .none else {
      self = .open
      return
    }
    guard let grant else {
      self = .none
      return
    }
    self.init(grant, age: age, now: now)
  }

  /// The same of a server that asks for a login.
  init(_ grant: Grant, age: Int64?, now: Date) { self = Self.condition(of: grant, age: age, now: now) }

  private static func condition(of grant: Grant, age: Int64?, now: Date) -> GrantCondition {
    if grant.state == .revoked { return .revoked }
    let isFresh =
      grant.hasAccessToken
      && RefreshPolicy.isFresh(
        expiresAt: grant.times.expiresAt, obtainedAt: grant.times.obtainedAt, lifetime: grant.times.lifetime,
        minimumValidity: nil,
        age: age, isRenewable: grant.isRenewable, now: now)
    switch grant.state {
    case .loginRequired: return .loginRequired(cause: grant.stateCause ?? "login_required")
    case .suspect where !isFresh: return .loginRequired(cause: grant.stateCause ?? "invalid_grant")
    default: break
    }
    if isRejectedForLong(grant, now: now) { return .loginRequired(cause: "request_rejected") }
    if let failure = grant.failures.last { return .retrying(failure: failure, at: grant.failures.nextAttemptAt) }
    if isFresh { return .fresh(until: grant.times.expiresAt) }
    return grant.isRenewable ? .renewable : .loginRequired(cause: "expired")
  }

  /// Some servers have other words for a dead token than `invalid_grant`. Three refusals in an hour or more call for a
  /// person; the tries go on, because nothing is certain.
  private static func isRejectedForLong(_ grant: Grant, now: Date) -> Bool {
    guard grant.failures.last == "request_rejected", grant.failures.count >= 3, let since = grant.failures.since else {
      return false
    }
    return now.timeIntervalSince(since) >= 3600
  }

  /// Whether only a person can mend it.
  public var needsPerson: Bool {
    switch self {
    case .none, .loginRequired: true
    default: false
    }
  }

  /// Whether it is being tried again without a person.
  public var isRetrying: Bool {
    if case .retrying = self { true } else { false }
  }
}
