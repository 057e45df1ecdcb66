public import FoundationEssentials
public import Registry

/// What is known of a login's times: when it ends, and when it is renewed.
public struct GrantOutlook: Sendable, Equatable {
  /// When the access token ends, by a clock that may have been set since it came; nil where unknown, or where there is
  /// none.
  public let accessEnd: Date?
  /// When the refresh token came; nil where there is none.
  public let rotatedAt: Date?
  /// When the refresh token dies if nobody spends it; nil where the server did not say: then nobody knows.
  public let refreshEnd: Date?
  /// When the schedule spends it next, which is in the past where that is due; nil where it is left to the next use, or not
  /// tried any more.
  public let nextRefresh: Date?

  /// From a row and the time; `age` is the access token's in seconds, as the machine counts them (`Grant.age`).
  public init(_ grant: Grant, age: Int64? = nil, now: Date) {
    accessEnd = grant.hasAccessToken ? Self.accessEnd(grant, age: age, now: now) : nil
    rotatedAt = grant.hasRefreshToken ? grant.times.refreshObtainedAt : nil
    let isAlive = grant.state == .active || grant.state == .suspect
    refreshEnd =
      isAlive ? rotatedAt.flatMap { at in grant.times.refreshLifetime.map { at.addingTimeInterval(Double($0)) } } : nil
    nextRefresh = isAlive && grant.isRenewable ? grant.nextRenewal(at: now) : nil
  }

  private static func accessEnd(_ grant: Grant, age counted: Int64?, now: Date) -> Date? {
    guard let age = RefreshPolicy.age(obtainedAt: grant.times.obtainedAt, counted: counted, now: now) else {
      return nil
    }
    let shift = now.timeIntervalSince(grant.times.obtainedAt) - age
    // The machine counts whole seconds: less than two apart is no clock that was set.
    return grant.times.expiresAt?.addingTimeInterval(shift > -2 ? 0 : shift)
  }
}
