import FoundationEssentials
import HTTP
public import OAuth
import SQLite

extension ServerRegistry {
  /// The newest active identity of the issuer, of one kind or of any; a pre-registered one before a dynamic one.
  public func activeRegistration(
    issuer: String, kind: Registration.Kind? = nil
  ) throws(RegistryError) -> Registration? {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(Registration.columns) FROM registration
        WHERE issuer = ? AND state = 'active' AND is_isolated = 0 ORDER BY kind = 'dynamic', created_at DESC, id
        """, [issuer]
      ) { Registration($0) }.compactMap(\.self).first { kind == nil || $0.kind == kind }
    }
  }

  /// An identity by row id, active or not; nil where it is gone.
  public func registration(_ id: Int64) throws(RegistryError) -> Registration? {
    try read { (connection) throws(RegistryError) in
      let found = try connection.first("SELECT \(Registration.columns) FROM registration WHERE id = ?", [id]) {
        (Registration($0), true)
      }
      if let found, found.0 == nil { throw .unreadableRow(table: "registration", id: id) }
      return found?.0
    }
  }

  /// Stores an identity at once, before any browser opens: a login that is given up must not leave an orphan behind.
  ///
  /// An active identity of the same issuer and kind is retired, kept, and points to this one.
  public func insert(_ new: NewRegistration, event: Event, keys: DataKeys) throws(RegistryError) -> Registration {
    let row = Self.newRowID()
    let secret = try seal(new.clientSecret, "sealed_client_secret", row, new, keys)
    let token = try seal(new.managementToken, "sealed_management_token", row, new, keys)
    let document = try seal(new.document, "sealed_document", row, new, keys)
    let privateKey = try seal(new.privateKey, "sealed_private_key", row, new, keys)
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        INSERT INTO registration (id, issuer, kind, client_id, sealed_client_secret, auth_method, redirect_uris,
        secret_expires_at, management_uri, sealed_management_token, sealed_document, sealed_private_key, state,
        created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?)
        """,
        [
          row, new.issuer, new.kind.rawValue, new.clientID, secret, new.method.rawValue,
          Registration.json(new.redirectURIs), new.secretExpiresAt?.seconds, new.managementURI?.raw, token, document,
          privateKey, event.at.seconds,
        ])
      try connection.apply(
        """
        UPDATE registration SET state = 'retired', superseded_by = ?
        WHERE issuer = ? AND kind = ? AND state = 'active' AND is_isolated = 0 AND id <> ?
        """, [row, new.issuer, new.kind.rawValue, row])
      try Self.append(event, connection)
    }
    return Registration(
      id: row, issuer: new.issuer, kind: new.kind, clientID: new.clientID, method: new.method,
      redirectURIs: new.redirectURIs, secretExpiresAt: new.secretExpiresAt, createdAt: event.at, sealedSecret: secret,
      sealedPrivateKey: privateKey)
  }

  /// Takes an identity out of use for logins. It is kept: logins made with it are renewed and revoked with it.
  public func retire(_ registration: Registration, event: Event) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("UPDATE registration SET state = 'retired' WHERE id = ?", [registration.id])
      try Self.append(event, connection)
    }
  }

  /// Exchanges the secret of an identity the person gave; every server that uses it goes on with the new one.
  public func replaceSecret(
    of registration: Registration, with secret: Secret, keys: DataKeys
  ) throws(RegistryError) {
    let sealed = try Sealer(keys: keys).seal(
      Array(secret.exposed.utf8),
      registrationContext("sealed_client_secret", registration.id, registration.issuer, registration.clientID))
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        "UPDATE registration SET sealed_client_secret = ? WHERE id = ?", [sealed, registration.id])
    }
  }

  /// The identity with its secret and its key opened, ready to authenticate.
  public func client(_ registration: Registration, keys: DataKeys) throws(RegistryError) -> OAuthClient {
    let secret = try open(registration.sealedSecret, "sealed_client_secret", registration, keys)
    let pem = try open(registration.sealedPrivateKey, "sealed_private_key", registration, keys)
    let key: SigningKey?
    do { key = try pem.map { (pem) throws(SigningKeyError) in try SigningKey(pem: pem) } } catch {
      throw .unreadableRow(table: "registration", id: registration.id)
    }
    return OAuthClient(id: registration.clientID, secret: secret, key: key, method: registration.method)
  }

  private func open(
    _ sealed: [UInt8]?, _ field: String, _ registration: Registration, _ keys: DataKeys
  ) throws(RegistryError) -> Secret? {
    guard let sealed else { return nil }
    let context = registrationContext(field, registration.id, registration.issuer, registration.clientID)
    return Secret(utf8: try Sealer(keys: keys).open(sealed, context))
  }

  private func seal(
    _ secret: Secret?, _ field: String, _ row: Int64, _ new: NewRegistration, _ keys: DataKeys
  ) throws(RegistryError) -> [UInt8]? {
    guard let secret else { return nil }
    return try Sealer(keys: keys).seal(
      Array(secret.exposed.utf8), registrationContext(field, row, new.issuer, new.clientID))
  }

  func registrationContext(_ field: String, _ row: Int64, _ issuer: String, _ clientID: String)
    -> SealingContext
  {
    SealingContext(registryID: id, table: "registration", row: row, field: field, binding: [issuer, clientID])
  }
}

extension Registration {
  static let columns = """
    id, issuer, kind, client_id, auth_method, redirect_uris, secret_expires_at, created_at, sealed_client_secret,
    sealed_private_key
    """

  /// Nil for a row no version of this program writes.
  init?(_ row: borrowing SQLiteRow) {
    guard let kind = Kind(rawValue: row.text(2)), let method = ClientAuthenticationMethod(rawValue: row.text(4)),
      let uris = try? JSONDecoder().decode([String].self, from: Data(row.text(5).utf8))
    else { return nil }
    self.init(
      id: row.integer(0), issuer: row.text(1), kind: kind, clientID: row.text(3), method: method,
      redirectURIs: uris.compactMap { WebURL($0) },
      secretExpiresAt: row.optionalInteger(6).flatMap { $0 == 0 ? nil : Date(seconds: $0) },
      createdAt: Date(seconds: row.integer(7)), sealedSecret: row.optionalBlob(8),
      sealedPrivateKey: row.optionalBlob(9))
  }

  static func json(_ uris: [WebURL]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // An array of strings always encodes.
    return (try? encoder.encode(uris.map(\.raw))).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}
