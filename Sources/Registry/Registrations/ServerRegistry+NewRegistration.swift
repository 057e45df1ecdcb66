import FoundationEssentials
import OAuth
import SQLite

extension ServerRegistry {
  /// Stores an identity at once, before any browser opens: a login that is given up must not leave an orphan behind.
  ///
  /// One that is used at once takes the place of the active identity of the same issuer and kind, for the same server where it
  /// is one server's own: that one is retired, kept, and points to this one. Any other waits for its first login (`settle`),
  /// and takes the place of an earlier attempt with the same client that came to nothing.
  public func insert(_ new: NewRegistration, event: Event, keys: DataKeys) throws(RegistryError) -> Registration {
    let row = Self.newRowID()
    let secret = try seal(new.clientSecret, "sealed_client_secret", row, new, keys)
    let token = try seal(new.managementToken, "sealed_management_token", row, new, keys)
    let document = try seal(new.document, "sealed_document", row, new, keys)
    let privateKey = try seal(new.privateKey, "sealed_private_key", row, new, keys)
    let stored = try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO registration (id, issuer, kind, client_id, sealed_client_secret, auth_method, redirect_uris,
        secret_expires_at, management_uri, sealed_management_token, sealed_document, sealed_private_key, is_isolated,
        isolated_for, is_named, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          row, new.issuer, new.kind.rawValue, new.clientID, secret, new.method.rawValue,
          Registration.json(new.redirectURIs), new.secretExpiresAt?.seconds, new.managementURI?.raw, token, document,
          privateKey, new.isolation == .shared ? 0 : 1, new.isolation.server, new.isNamed ? 1 : 0,
          new.isUsed ? "active" : "retired", event.at.seconds,
        ])
      if new.isUsed {
        try Self.retireOthers(row, connection)
      } else {
        try Self.forgetAttempts(before: row, connection)
      }
      try Self.append(event, connection)
      return try connection.first("SELECT \(Registration.columns) FROM registration WHERE id = ?", [row]) {
        Registration($0)
      } ?? nil
    }
    guard let stored else { throw .unreadableRow(table: "registration", id: row) }
    return stored
  }

  /// Those that the identity takes the place of.
  private static func retireOthers(_ row: Int64, _ connection: borrowing SQLiteConnection) throws(RegistryError) {
    try connection.apply(
      """
      UPDATE registration SET state = 'retired', superseded_by = ?1 WHERE state = 'active' AND id <> ?1
      AND (issuer, kind, is_isolated, is_named) =
        (SELECT issuer, kind, is_isolated, is_named FROM registration WHERE id = ?1)
      AND (is_isolated = 0 OR isolated_for = (SELECT isolated_for FROM registration WHERE id = ?1))
      """, [row])
  }

  /// Earlier attempts with the same client that no login came of, and that none waits for.
  private static func forgetAttempts(
    before row: Int64, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    try connection.apply(
      """
      DELETE FROM registration WHERE state = 'retired' AND superseded_by IS NULL AND kind = 'pre-registered' AND id <> ?1
      AND (issuer, client_id, is_isolated) = (SELECT issuer, client_id, is_isolated FROM registration WHERE id = ?1)
      AND id NOT IN (SELECT registration_id FROM grant) AND id NOT IN (SELECT registration_id FROM pending_login)
      AND id NOT IN (SELECT registration_id FROM revocation)
      """, [row])
  }

  /// Makes an identity that was made for a server's first login that server's own, and takes one into use that has waited for
  /// its first login, within the transaction that stores the login.
  static func settle(
    _ registration: Registration, for server: Server, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    if registration.isIsolated {
      try connection.apply(
        "UPDATE registration SET isolated_for = ? WHERE id = ? AND isolated_for IS NULL", [server.id, registration.id])
    }
    guard registration.kind == .preRegistered, registration.state == .retired else { return }
    let isTaken = try connection.apply(
      "UPDATE registration SET state = 'active' WHERE id = ? AND state = 'retired' AND superseded_by IS NULL",
      [registration.id])
    if isTaken == 1 { try retireOthers(registration.id, connection) }
  }

  private func seal(
    _ secret: Secret?, _ field: String, _ row: Int64, _ new: NewRegistration, _ keys: DataKeys
  ) throws(RegistryError) -> [UInt8]? {
    guard let secret else { return nil }
    return try Sealer(keys: keys).seal(
      Array(secret.exposed.utf8), registrationContext(field, row, new.issuer, new.clientID))
  }
}

extension NewRegistration.Isolation {
  fileprivate var server: Int64? {
    if case .isolated(let server) = self { server } else { nil }
  }
}
