import FoundationEssentials
import OAuth
import SQLite

extension Grant {
  /// Columns of `grant` joined with its server and registration.
  static let query = """
    SELECT g.id, g.server_id, server.name, g.account, g.registration_id, registration.client_id, g.issuer, g.resource,
    g.requested_scope, g.granted_scope, g.state, g.state_cause, g.state_since, g.generation, g.obtained_at, g.lifetime,
    g.expires_at, g.due_at, g.keepalive_at, g.fail_count, g.last_failure, g.last_failure_at, g.next_attempt_at,
    g.created_at, server.url, g.sealed_access, g.sealed_refresh, g.flow, g.subject,
    g.sealed_id_token, g.sealed_dpop_key, g.failing_since, g.last_failure_detail, g.refresh_obtained_at,
    g.refresh_lifetime, g.boot_id, g.boot_time, g.last_used_at, g.assertion_file, g.refused_assertion,
    g.identity_provider
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
    "\(row).state IN ('active', 'suspect') AND (\(row).sealed_refresh IS NOT NULL "
      + "OR \(row).flow IN ('client_credentials', 'jwt_bearer', 'id_jag'))"
  }

  init(_ row: borrowing SQLiteRow) {
    func date(_ column: Int32) -> Date? { row.optionalInteger(column).map { Date(seconds: $0) } }
    id = row.integer(0)
    serverID = row.integer(1)
    serverName = row.text(2)
    account = row.text(3)
    registrationID = row.integer(4)
    clientID = row.text(5)
    issuer = row.text(6)
    resource = row.optionalText(7)
    requestedScope = row.optionalText(8).flatMap { Scope($0) }
    grantedScope = row.optionalText(9).flatMap { Scope($0) }
    // The schema's CHECK admits these four only.
    state = State(rawValue: row.text(10)) ?? .loginRequired
    stateCause = row.optionalText(11)
    stateSince = Date(seconds: row.integer(12))
    generation = row.integer(13)
    obtainedAt = Date(seconds: row.integer(14))
    lifetime = row.optionalInteger(15).map { Int($0) }
    expiresAt = date(16)
    dueAt = date(17)
    keepaliveAt = date(18)
    failCount = Int(row.integer(19))
    lastFailure = row.optionalText(20)
    lastFailureAt = date(21)
    nextAttemptAt = date(22)
    createdAt = Date(seconds: row.integer(23))
    serverURL = row.text(24)
    sealedAccess = row.optionalBlob(25)
    sealedRefresh = row.optionalBlob(26)
    // A flow this version does not know is one it cannot renew: its tokens are served while they last.
    flow = Flow(rawValue: row.text(27)) ?? .authorizationCode
    subject = row.optionalText(28)
    sealedIDToken = row.optionalBlob(29)
    sealedDPoPKey = row.optionalBlob(30)
    failingSince = date(31)
    lastFailureDetail = row.optionalText(32)
    refreshObtainedAt = date(33)
    refreshLifetime = row.optionalInteger(34).map { Int($0) }
    boot = row.optionalText(35).flatMap { id in row.optionalInteger(36).map { BootInstant(bootID: id, seconds: $0) } }
    lastUsedAt = date(37)
    assertionFile = row.optionalText(38)
    refusedAssertion = row.optionalText(39)
    identityProvider = row.optionalText(40)
  }
}
