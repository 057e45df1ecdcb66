public import FoundationEssentials
public import OAuth
import SQLite

extension ServerRegistry {
  /// Moves a grant's tokens to the outbox and forgets them in the grant, in one transaction: what is owed is recorded
  /// before anything is sent or lost. Refresh token first (RFC 7009 §2.1).
  ///
  /// Nil where the row is no longer of the grant's generation.
  public func queueRevocation(
    of grant: Grant, event: Event, keys: DataKeys
  ) throws(RegistryError) -> [OwedRevocation]? {
    try write { (connection) throws(RegistryError) -> [OwedRevocation]? in
      let changed = try connection.apply(
        """
        UPDATE grant SET state = 'revoked', state_cause = NULL, state_since = ?, sealed_access = NULL,
        sealed_refresh = NULL, sealed_id_token = NULL, sealed_dpop_key = NULL, due_at = NULL, keepalive_at = NULL,
        next_attempt_at = NULL, generation = \(Self.oneMore("generation")) WHERE id = ? AND generation = ?
        """, [event.at.seconds, grant.id, grant.generation])
      guard changed == 1 else { return nil }
      try connection.apply("DELETE FROM refresh_intent WHERE grant_id = ?", [grant.id])
      let owed = try oweTokens(of: grant, at: event.at, keys, connection)
      try Self.append(event, connection)
      return owed
    }
  }

  /// Puts a grant's tokens into the outbox, the refresh token first; within the transaction that takes them out of the
  /// grant.
  func oweTokens(
    of grant: Grant, at now: Date, _ keys: DataKeys, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) -> [OwedRevocation] {
    let tokens: [(Revocation.TokenKind, Secret?)] = [
      (.refreshToken, try refreshToken(of: grant, keys: keys)), (.accessToken, try accessToken(of: grant, keys: keys)),
    ]
    var owed: [OwedRevocation] = []
    for (kind, token) in tokens {
      guard let token else { continue }
      owed.append(try owe(token, kind, grant, at: now, keys, connection))
    }
    return owed
  }

  /// What is owed, oldest first, refresh tokens before access tokens; only what may be tried by now where a time is
  /// given. A try that is put off for longer than any is has come (`StoredTime`).
  public func owedRevocations(dueBy now: Date? = nil) throws(RegistryError) -> [OwedRevocation] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT id, server_name, account, issuer, registration_id, kind, attempts, next_attempt_at, sealed_token
        FROM revocation WHERE next_attempt_at <= ?1 OR next_attempt_at > ?1 + \(StoredTime.longestWait)
        ORDER BY created_at, kind = 'access_token', id
        """, [now?.seconds ?? Int64.max]
      ) { row in
        OwedRevocation(
          id: row.integer(0), serverName: row.text(1), account: row.text(2), issuer: row.text(3),
          registrationID: row.integer(4), kind: Revocation.TokenKind(rawValue: row.text(5)) ?? .accessToken,
          attempts: Int(row.integer(6)), nextAttemptAt: Date(seconds: row.integer(7)), sealedToken: row.blob(8))
      }
    }
  }

  /// The token to revoke.
  public func token(of owed: OwedRevocation, keys: DataKeys) throws(RegistryError) -> Secret? {
    Secret(utf8: try Sealer(keys: keys).open(owed.sealedToken, outboxContext(owed.id, owed.issuer)))
  }

  /// Nothing more is owed: revoked, not supported, or refused for good.
  public func settle(_ owed: OwedRevocation, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("DELETE FROM revocation WHERE id = ?", [owed.id])
      try Self.append(event, connection)
    }
  }

  /// Notes that it is tried now, and when it is tried again unless it is settled: whatever becomes of this process, the next
  /// one does not begin with it.
  public func noteAttempt(_ owed: OwedRevocation, until next: Date) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE revocation SET attempts = \(Self.oneMore("attempts")), last_failure = 'interrupted', next_attempt_at = ?
        WHERE id = ?
        """, [next.seconds, owed.id])
    }
  }

  /// Keeps what is owed, and was tried, for a later attempt.
  public func postpone(
    _ owed: OwedRevocation, failure: String, until next: Date
  ) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE revocation SET last_failure = ?, next_attempt_at = ? WHERE id = ?", [failure, next.seconds, owed.id])
    }
  }

  private func owe(
    _ token: Secret, _ kind: Revocation.TokenKind, _ grant: Grant, at now: Date, _ keys: DataKeys,
    _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) -> OwedRevocation {
    let row = Self.newRowID()
    let sealed = try Sealer(keys: keys).seal(Array(token.exposed.utf8), outboxContext(row, grant.issuer))
    try connection.apply(
      """
      INSERT INTO revocation (id, server_name, account, issuer, registration_id, kind, sealed_token, next_attempt_at,
      created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        row, grant.serverName, grant.account, grant.issuer, grant.registrationID, kind.rawValue, sealed, now.seconds,
        now.seconds,
      ])
    return OwedRevocation(
      id: row, serverName: grant.serverName, account: grant.account, issuer: grant.issuer,
      registrationID: grant.registrationID, kind: kind, attempts: 0, nextAttemptAt: now, sealedToken: sealed)
  }

  private func outboxContext(_ row: Int64, _ issuer: String) -> SealingContext {
    SealingContext(registryID: id, table: "revocation", row: row, field: "sealed_token", binding: [issuer])
  }
}
