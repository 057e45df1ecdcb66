public import FoundationEssentials
public import OAuth
import SQLite

// Registrations that their server lets be read, changed and deleted (RFC 7592).
extension ServerRegistry {
  /// Every identity, active ones first, by issuer and age.
  public func registrations() throws(RegistryError) -> [Registration] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        "SELECT \(Registration.columns) FROM registration ORDER BY state, issuer, created_at DESC, id"
      ) { Registration($0) }.compactMap(\.self)
    }
  }

  /// What it takes to ask the server about an identity; nil where the server gave no way.
  ///
  /// The place is taken from the sealed answer: an edited column cannot send the token elsewhere.
  public func access(to registration: Registration, keys: DataKeys) throws(RegistryError) -> RegistrationAccess? {
    guard let token = try open(registration.sealedManagementToken, "sealed_management_token", registration, keys),
      let document = try open(registration.sealedDocument, "sealed_document", registration, keys)
    else { return nil }
    return RegistrationAccess(document: document, token: token, clientID: registration.clientID)
  }

  /// Keeps what the server said of an identity. A new secret or token is on disk before anyone uses it (RFC 7592 §3).
  public func update(
    _ registration: Registration, with update: RegistrationUpdate, at now: Date, keys: DataKeys
  ) throws(RegistryError) -> Registration {
    func seal(_ secret: Secret?, _ field: String) throws(RegistryError) -> [UInt8]? {
      guard let secret else { return nil }
      return try Sealer(keys: keys).seal(
        Array(secret.exposed.utf8),
        registrationContext(field, registration.id, registration.issuer, registration.clientID))
    }
    let before = try open(registration.sealedSecret, "sealed_client_secret", registration, keys)
    let isNew = update.clientSecret.map { secret in before.map { !$0.matches(secret.exposed) } ?? true } ?? false
    let secret = try seal(update.clientSecret, "sealed_client_secret")
    let token = try seal(update.managementToken, "sealed_management_token")
    let document = try seal(update.document, "sealed_document")
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE registration SET sealed_client_secret = coalesce(?, sealed_client_secret), secret_expires_at = ?,
        secret_obtained_at = coalesce(?, secret_obtained_at), auth_method = ?, redirect_uris = ?, management_uri = ?,
        sealed_management_token = coalesce(?, sealed_management_token), sealed_document = ? WHERE id = ?
        """,
        [
          secret, update.secretExpiresAt?.seconds, isNew ? now.seconds : nil, update.method.rawValue,
          Registration.json(update.redirectURIs), update.managementURI?.raw, token, document, registration.id,
        ])
    }
    guard let updated = try self.registration(registration.id) else {
      throw .unreadableRow(table: "registration", id: registration.id)
    }
    return updated
  }

  /// What still needs it.
  public func use(of registration: Registration) throws(RegistryError) -> RegistrationUse {
    try read { (connection) throws(RegistryError) in
      let counts = try connection.first(
        """
        SELECT (SELECT count(*) FROM revocation WHERE registration_id = ?1),
        (SELECT count(*) FROM pending_login WHERE registration_id = ?1)
        """, [registration.id]
      ) { (owed: Int($0.integer(0)), pending: Int($0.integer(1))) }
      return RegistrationUse(
        logins: try connection.all(
          """
          SELECT server.name, g.account FROM grant AS g JOIN server ON server.id = g.server_id
          WHERE g.registration_id = ? ORDER BY server.name, g.account
          """, [registration.id]
        ) { RegistrationUse.Login(server: $0.text(0), account: $0.text(1)) },
        owed: counts?.owed ?? 0, pending: counts?.pending ?? 0)
    }
  }

  /// Identities that can be deleted at their server and that nothing needs: retired ones, and those made for a server
  /// whose first login came to nothing. Only those that nobody has tried to delete since then; a try after `now` was none.
  public func discardedRegistrations(triedBefore date: Date, at now: Date) throws(RegistryError) -> [Registration] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(Registration.columns) FROM registration
        WHERE kind = 'dynamic' AND sealed_management_token IS NOT NULL AND sealed_document IS NOT NULL
        AND (state = 'retired' OR (is_isolated = 1 AND isolated_for IS NULL
        AND (registration.created_at <= ?1 OR registration.created_at > ?2)))
        AND (deletion_tried_at IS NULL OR deletion_tried_at <= ?1 OR deletion_tried_at > ?2)
        AND NOT EXISTS (SELECT 1 FROM grant WHERE registration_id = registration.id)
        AND NOT EXISTS (SELECT 1 FROM revocation WHERE registration_id = registration.id)
        AND NOT EXISTS (SELECT 1 FROM pending_login WHERE registration_id = registration.id)
        """, [date.seconds, now.addingTimeInterval(Double(StoredTime.slack)).seconds]
      ) { Registration($0) }.compactMap(\.self)
    }
  }

  /// Identities whose secret ends, which can be changed at their server, and with which logins live; without those whose
  /// renewal waits (`StoredTime`).
  public func expiringRegistrations(at now: Date) throws(RegistryError) -> [Registration] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(Registration.columns) FROM registration WHERE secret_expires_at > 0
        AND sealed_management_token IS NOT NULL AND sealed_document IS NOT NULL
        AND EXISTS (SELECT 1 FROM grant WHERE registration_id = registration.id AND grant.state <> 'revoked')
        AND (renewal_next_at IS NULL OR renewal_next_at <= ?1 OR renewal_next_at > ?1 + \(StoredTime.longestWait))
        """, [now.seconds]
      ) { Registration($0) }.compactMap(\.self)
    }
  }

  /// Takes it out of use until nothing needs it and it can be deleted.
  public func setAside(_ registration: Registration) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE registration SET state = 'retired' WHERE id = ?", [registration.id])
    }
  }

  /// Gives one that was set aside back to the logins, unless another one has taken its place.
  public func reinstate(_ registration: Registration) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE registration SET state = 'active' WHERE id = ? AND superseded_by IS NULL", [registration.id])
    }
  }

  /// Notes that its deletion at the server is tried, and takes it out of use. False, and nothing, where something needs it:
  /// no login can begin with it between this question and its answer.
  public func noteDeletion(
    of registration: Registration, evenInUse: Bool = false, at now: Date
  ) throws(RegistryError) -> Bool {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE registration SET state = 'retired', deletion_tried_at = ?1 WHERE id = ?2 AND (?3 = 1 OR (
        NOT EXISTS (SELECT 1 FROM grant WHERE registration_id = ?2)
        AND NOT EXISTS (SELECT 1 FROM revocation WHERE registration_id = ?2)
        AND NOT EXISTS (SELECT 1 FROM pending_login WHERE registration_id = ?2)))
        """, [now.seconds, registration.id, evenInUse ? 1 : 0]) == 1
    }
  }

  /// Forgets an identity. Where something still refers to it, it is retired and can no longer be managed; logins made with
  /// it need a person: nobody will take their refresh tokens.
  public func forget(_ registration: Registration, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE registration SET state = 'retired', management_uri = NULL, sealed_management_token = NULL,
        sealed_document = NULL WHERE id = ?
        """, [registration.id])
      try connection.apply(
        """
        UPDATE grant SET state = 'login_required', state_cause = 'registration_deleted', state_since = ?
        WHERE registration_id = ? AND state IN ('active', 'suspect')
        """, [event.at.seconds, registration.id])
      try connection.apply("UPDATE registration SET superseded_by = NULL WHERE superseded_by = ?", [registration.id])
      try connection.apply(
        """
        DELETE FROM registration WHERE id = ?1
        AND NOT EXISTS (SELECT 1 FROM grant WHERE registration_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM revocation WHERE registration_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM pending_login WHERE registration_id = ?1)
        """, [registration.id])
      try Self.append(event, connection)
    }
  }
}
