import FoundationEssentials
import OAuth
import SQLite

extension ServerRegistry {
  /// Stores an identity at once, before any browser opens: a login that is given up must not leave an orphan behind.
  ///
  /// An active identity of the same issuer and kind, for the same server where it is one server's own, is retired, kept,
  /// and points to this one.
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
        isolated_for, is_named, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?)
        """,
        [
          row, new.issuer, new.kind.rawValue, new.clientID, secret, new.method.rawValue,
          Registration.json(new.redirectURIs), new.secretExpiresAt?.seconds, new.managementURI?.raw, token, document,
          privateKey, new.isolation == .shared ? 0 : 1, new.isolation.server, new.isNamed ? 1 : 0,
          event.at.seconds,
        ])
      try connection.apply(
        """
        UPDATE registration SET state = 'retired', superseded_by = ?1 WHERE issuer = ?2 AND kind = ?3
        AND state = 'active' AND is_isolated = ?4 AND (is_isolated = 0 OR isolated_for = ?5) AND is_named = ?6
        AND id <> ?1
        """,
        [
          row, new.issuer, new.kind.rawValue, new.isolation == .shared ? 0 : 1, new.isolation.server,
          new.isNamed ? 1 : 0,
        ])
      try Self.append(event, connection)
      return try connection.first("SELECT \(Registration.columns) FROM registration WHERE id = ?", [row]) {
        Registration($0)
      } ?? nil
    }
    guard let stored else { throw .unreadableRow(table: "registration", id: row) }
    return stored
  }

  /// Makes an identity that was made for a server's first login that server's own, within the transaction that stores
  /// both.
  static func settle(
    _ registration: Registration, for server: Server, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    guard registration.isIsolated else { return }
    try connection.apply(
      "UPDATE registration SET isolated_for = ? WHERE id = ? AND isolated_for IS NULL", [server.id, registration.id])
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
