import FoundationEssentials
import OAuth
import SQLite

extension Grant {
  /// All columns that make one, of `grant` joined with its server and registration.
  static let query = """
    SELECT \(Column.list)
    FROM grant AS g JOIN server ON server.id = g.server_id JOIN registration ON registration.id = g.registration_id
    """

  /// The rows to refresh at the time `?1`, those first whose last answer was lost: a server that rotates takes the old
  /// token for moments only. A union, because each of its times has an index of its own. Times that do not count
  /// (`StoredTime`) have come.
  static let dueQuery = """
    \(query) WHERE g.id IN (SELECT id FROM grant WHERE due_at <= ?1
    UNION SELECT id FROM grant WHERE keepalive_at <= ?1 UNION SELECT id FROM grant WHERE next_attempt_at <= ?1
    UNION SELECT id FROM grant WHERE due_at IS NOT NULL AND \(StoredTime.dueBase) > ?1
    UNION SELECT id FROM grant WHERE keepalive_at IS NOT NULL AND \(StoredTime.keepaliveBase) > ?1
    UNION SELECT id FROM grant WHERE next_attempt_at IS NOT NULL AND \(StoredTime.attemptBase) > ?1
    UNION SELECT grant_id FROM refresh_intent)
    AND \(renewable("g"))
    AND NOT coalesce(g.next_attempt_at > ?1
    AND g.next_attempt_at - max(\(StoredTime.longestWait), coalesce(g.lifetime, 0)) <= ?1, 0)
    ORDER BY g.id NOT IN (SELECT grant_id FROM refresh_intent), coalesce(g.expires_at, g.due_at), g.id
    """

  /// The first time at which `dueQuery` finds something, or a revocation is to be tried again. Each branch reads its index
  /// from the front. `?1` is now: what has come already is due then, also because its time does not count (`StoredTime`).
  static let nextDueQuery = """
    SELECT min(at) FROM (
    SELECT min(next_attempt_at) AS at FROM grant WHERE next_attempt_at IS NOT NULL AND \(renewable("grant"))
    UNION ALL SELECT min(due_at) FROM grant WHERE due_at IS NOT NULL AND next_attempt_at IS NULL AND \(renewable("grant"))
    UNION ALL SELECT min(keepalive_at) FROM grant
    WHERE keepalive_at IS NOT NULL AND next_attempt_at IS NULL AND \(renewable("grant"))
    UNION ALL SELECT min(next_attempt_at) FROM revocation
    UNION ALL SELECT ?1 WHERE EXISTS (SELECT 1 FROM grant
    WHERE due_at IS NOT NULL AND \(StoredTime.dueBase) > ?1 AND next_attempt_at IS NULL AND \(renewable("grant")))
    UNION ALL SELECT ?1 WHERE EXISTS (SELECT 1 FROM grant WHERE keepalive_at IS NOT NULL
    AND \(StoredTime.keepaliveBase) > ?1 AND next_attempt_at IS NULL AND \(renewable("grant")))
    UNION ALL SELECT ?1 WHERE EXISTS (SELECT 1 FROM grant
    WHERE next_attempt_at IS NOT NULL AND \(StoredTime.attemptBase) > ?1 AND \(renewable("grant")))
    UNION ALL SELECT ?1 WHERE EXISTS (SELECT 1 FROM revocation WHERE next_attempt_at > ?1 + \(StoredTime.longestWait)))
    """

  /// What the schedule can renew. A login without a refresh token has no time of its own: it is here after a renewal that
  /// failed, until one succeeds.
  private static func renewable(_ row: String) -> String {
    let madeAgain = Flow.allCases.filter { !$0.expectsRefreshToken }.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return "\(row).state IN ('active', 'suspect') AND (\(row).sealed_refresh IS NOT NULL "
      + "OR \(row).flow IN (\(madeAgain)))"
  }

  init(_ row: borrowing SQLiteRow) {
    id = row.integer(.id)
    serverID = row.integer(.serverID)
    serverName = row.text(.serverName)
    serverURL = row.text(.serverURL)
    account = row.text(.account)
    registrationID = row.integer(.registrationID)
    clientID = row.text(.clientID)
    // A flow this version does not know is one it cannot renew: its tokens are served while they last.
    flow = Flow(rawValue: row.text(.flow)) ?? .authorizationCode
    assertionFile = row.optionalText(.assertionFile)
    refusedAssertion = row.optionalText(.refusedAssertion)
    identityProvider = row.optionalText(.identityProvider)
    issuer = row.text(.issuer)
    resource = row.optionalText(.resource)
    requestedScope = row.optionalText(.requestedScope).flatMap { Scope($0) }
    grantedScope = row.optionalText(.grantedScope).flatMap { Scope($0) }
    subject = row.optionalText(.subject)
    // The schema's CHECK admits these four only.
    state = State(rawValue: row.text(.state)) ?? .loginRequired
    stateCause = row.optionalText(.stateCause)
    stateSince = row.date(.stateSince)
    generation = row.integer(.generation)
    sealedAccess = row.optionalBlob(.sealedAccess)
    sealedRefresh = row.optionalBlob(.sealedRefresh)
    sealedIDToken = row.optionalBlob(.sealedIDToken)
    sealedDPoPKey = row.optionalBlob(.sealedDPoPKey)
    times = Times(row)
    failures = Failures(row)
    lastUsedAt = row.optionalDate(.lastUsedAt)
    createdAt = row.date(.createdAt)
  }
}

extension Grant.Times {
  fileprivate init(_ row: borrowing SQLiteRow) {
    obtainedAt = row.date(.obtainedAt)
    lifetime = row.optionalInteger(.lifetime).map { Int($0) }
    expiresAt = row.optionalDate(.expiresAt)
    dueAt = row.optionalDate(.dueAt)
    keepaliveAt = row.optionalDate(.keepaliveAt)
    refreshObtainedAt = row.optionalDate(.refreshObtainedAt)
    refreshLifetime = row.optionalInteger(.refreshLifetime).map { Int($0) }
    if let id = row.optionalText(.bootID), let seconds = row.optionalInteger(.bootTime) {
      boot = BootInstant(bootID: id, seconds: seconds)
    } else {
      boot = nil
    }
  }
}

extension Grant.Failures {
  fileprivate init(_ row: borrowing SQLiteRow) {
    count = Int(row.integer(.failCount))
    since = row.optionalDate(.failingSince)
    last = row.optionalText(.lastFailure)
    lastAt = row.optionalDate(.lastFailureAt)
    detail = row.optionalText(.lastFailureDetail)
    nextAttemptAt = row.optionalDate(.nextAttemptAt)
  }
}
