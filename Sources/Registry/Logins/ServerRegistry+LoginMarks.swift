public import FoundationEssentials
import SQLite

// Logins under way in a process of their own. Their rows are beside those that wait for an answer, and hold nothing secret.
extension ServerRegistry {
  /// Notes a login that begins with this client. Nil where the client is not in use any more: it was deleted, or is about to
  /// be.
  ///
  /// A row whose process has died is forgotten at `end`.
  public func beginLogin(
    _ server: Server, account: String, registration: Registration, flow: Grant.Flow, at now: Date, until end: Date
  ) throws(RegistryError) -> LoginUnderWay? {
    let row = Self.newRowID()
    return try write { (connection) throws(RegistryError) in
      try Self.forgetOverdueLogins(at: now, connection)
      let inserted = try connection.apply(
        """
        INSERT INTO pending_login (id, server_id, server_name, server_url, flow, account, registration_id, issuer,
        created_at, expires_at) SELECT ?1, (SELECT id FROM server WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
        WHERE EXISTS (SELECT 1 FROM registration WHERE id = ?7 AND \(Registration.isFreeForLogins))
        """,
        [
          row, server.id, server.name, server.url.raw, flow.rawValue, account, registration.id, registration.issuer,
          now.seconds, end.seconds,
        ])
      return inserted == 1 ? LoginUnderWay(id: row) : nil
    }
  }

  /// The login is over, without tokens. One that waits for its answer again goes on waiting.
  public func end(_ mark: LoginUnderWay) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("DELETE FROM pending_login WHERE id = ? AND sealed_state IS NULL", [mark.id])
    }
  }

  /// Forgets logins whose time is over; what needs no change costs no write.
  public func forgetOverdueLogins(at now: Date) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in try Self.forgetOverdueLogins(at: now, connection) }
  }

  /// One that began after now began before a clock was set back. When, nobody knows: it has all of its time once more,
  /// because a client that is deleted meanwhile would cost the login.
  static func forgetOverdueLogins(at now: Date, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    try connection.apply(
      """
      UPDATE pending_login SET created_at = ?1, expires_at = CASE WHEN expires_at - created_at BETWEEN 0 AND \(StoredTime.longestLogin)
      THEN ?1 + (expires_at - created_at) ELSE ?1 END
      WHERE created_at > ?1 + \(StoredTime.slack) OR expires_at - created_at > \(StoredTime.longestLogin)
      """, [now.seconds])
    try connection.apply("DELETE FROM pending_login WHERE expires_at <= ?", [now.seconds])
  }
}

extension Registration {
  /// In SQL: it is in use, or was only taken out of use. One that is being deleted is no client any more.
  static let isFreeForLogins = "(state = 'active' OR deletion_tried_at IS NULL)"
}

extension PendingLogin {
  /// Once it was taken: its row stays until the tokens are stored.
  public var mark: LoginUnderWay { LoginUnderWay(id: id) }
}
