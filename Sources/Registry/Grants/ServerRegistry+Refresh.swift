import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// Notes, durably, that this generation's refresh token is about to be spent. Done before the request is sent.
  ///
  /// False where the row has moved on to another generation meanwhile.
  public func openIntent(_ grant: Grant, fingerprint: String) throws(RegistryError) -> Bool {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO refresh_intent (grant_id, generation, fingerprint)
        SELECT id, generation, ? FROM grant WHERE id = ? AND generation = ?
        ON CONFLICT (grant_id) DO UPDATE SET replays = iif(generation = excluded.generation, \(Self.oneMore("replays")), 0),
        generation = excluded.generation, fingerprint = excluded.fingerprint
        """, [fingerprint, grant.id, grant.generation]) == 1
    }
  }

  /// The open intent of a grant; nil where its last spending was answered.
  public func intent(of grant: Grant) throws(RegistryError) -> RefreshIntent? {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT generation, fingerprint, replays FROM refresh_intent WHERE grant_id = ?", [grant.id]
      ) { RefreshIntent(generation: $0.integer(0), fingerprint: $0.text(1), replays: Int($0.integer(2))) }
    }
  }

  /// Stores a rotated pair, counts the generation up and closes the intent, in one durable transaction.
  ///
  /// Where only a refresh token came, that is what is stored, and the failure with it: the old one is spent either way.
  /// Nil where the row is no longer of the grant's generation; then nothing was changed.
  public func commitRefresh(
    _ grant: Grant, _ tokens: TokenSet, event: Event, keys: DataKeys
  ) throws(RegistryError) -> Grant? {
    let generation = grant.generation.adding(clamped: 1)
    let sealed = try seal(tokens, GrantBinding(grant), generation: generation, keys)
    let idToken = try seal(tokens.idToken, "sealed_id_token", GrantBinding(grant), keys)
    let hasFailed = tokens.fault == nil ? 0 : 1
    return try write { (connection) throws(RegistryError) in
      let changed = try connection.apply(
        """
        UPDATE grant SET \(TokenColumns.assignments), sealed_id_token = coalesce(?, sealed_id_token), state = 'active', state_cause = NULL,
        state_since = CASE state WHEN 'active' THEN state_since ELSE ? END, fail_count = iif(?, \(Self.oneMore("fail_count")), 0),
        failing_since = iif(?, coalesce(failing_since, ?), NULL), last_failure = ?, last_failure_at = ?,
        last_failure_detail = NULL, next_attempt_at = ? WHERE id = ? AND generation = ?
        """,
        TokenColumns(tokens, sealed: sealed, generation: generation).values + [
          idToken, tokens.obtainedAt.seconds, hasFailed, hasFailed, event.at.seconds, tokens.fault?.failure,
          tokens.fault == nil ? nil : event.at.seconds, tokens.fault?.nextAttemptAt, grant.id, grant.generation,
        ])
      guard changed == 1 else { return nil }
      try connection.apply("DELETE FROM refresh_intent WHERE grant_id = ?", [grant.id])
      try Self.append(event, connection)
      return try connection.first("\(Grant.query) WHERE g.id = ?", [grant.id]) { Grant($0) }
    }
  }

  /// Records which assertion a login was refused with; the login that it was to replace stays as it is.
  public func noteRefusedAssertion(_ fingerprint: String, of grant: Grant) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE grant SET refused_assertion = ? WHERE id = ?", [fingerprint, grant.id])
    }
  }

  /// Records a refresh that failed or was refused. The ciphertext stays, whatever the answer was.
  ///
  /// Compare-and-set on the generation: a slow failure cannot condemn a pair that a sibling has just stored. False
  /// where the row has moved on. A dynamic registration that the server no longer knows is retired with it: kept, and not
  /// used for another login; one that the person gave is never touched.
  public func recordFailure(
    _ grant: Grant, _ failure: RefreshFailureRecord, retiring registration: Int64? = nil, event: Event
  ) throws(RegistryError) -> Bool {
    try write { (connection) throws(RegistryError) in
      let changed = try connection.apply(
        """
        UPDATE grant SET state = ?1, state_cause = ?2,
        state_since = CASE state WHEN ?1 THEN min(state_since, ?3) ELSE ?3 END, fail_count = \(Self.oneMore("fail_count")),
        failing_since = min(coalesce(failing_since, ?3), ?3), last_failure = ?4, last_failure_at = ?3, last_failure_detail = ?5,
        next_attempt_at = ?6, refused_assertion = coalesce(?9, refused_assertion) WHERE id = ?7 AND generation = ?8
        """,
        [
          failure.state.rawValue, failure.stateCause, event.at.seconds, failure.failure, failure.detail,
          failure.nextAttemptAt?.seconds, grant.id, grant.generation, failure.refusedAssertion,
        ])
      guard changed == 1 else { return false }
      if failure.closesIntent {
        try connection.apply("DELETE FROM refresh_intent WHERE grant_id = ?", [grant.id])
      }
      if let registration {
        try connection.apply(
          "UPDATE registration SET state = 'retired' WHERE id = ? AND kind = 'dynamic'", [registration])
      }
      try Self.append(event, connection)
      return true
    }
  }
}
