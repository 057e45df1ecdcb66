public import FoundationEssentials

// When the schedule wants a login: what `grantsDue` finds in SQL, of one row. Both keep to `StoredTime`.
extension Grant {
  /// Until when it is left alone after a failure; nil where it does not wait.
  public func waitsUntil(at now: Date) -> Date? {
    guard let next = failures.nextAttemptAt, next > now, StoredTime.counts(next, within: longestWait, of: now) else {
      return nil
    }
    return next
  }

  /// When the schedule renews it, which is not after `now` where that is due; nil where it has no time for it.
  public func nextRenewal(at now: Date) -> Date? {
    if let wait = waitsUntil(at: now) { return wait }
    let candidates: [(Date?, Int64)] = [
      (times.dueAt, Int64(times.lifetime ?? StoredTime.usualLifetime)),
      (times.keepaliveAt, times.refreshLifetime.map { Int64($0) } ?? StoredTime.longestKeepalive),
      (failures.nextAttemptAt, longestWait),
    ]
    return candidates.compactMap { time, limit in
      time.map { StoredTime.counts($0, within: limit, of: now) ? $0 : now }
    }.min()
  }

  private var longestWait: Int64 { max(StoredTime.longestWait, Int64(times.lifetime ?? 0)) }
}
