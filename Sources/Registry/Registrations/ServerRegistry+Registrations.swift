import FoundationEssentials
import HTTP
public import OAuth
import SQLite

extension ServerRegistry {
  /// The newest active identity that the issuer's servers share, of one kind or of any; one that the person gave comes
  /// first, a dynamic one last.
  public func activeRegistration(
    issuer: String, kind: Registration.Kind? = nil
  ) throws(RegistryError) -> Registration? {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(Registration.columns) FROM registration
        WHERE issuer = ? AND state = 'active' AND is_isolated = 0 ORDER BY kind <> 'pre-registered', kind = 'dynamic', created_at DESC, id
        """, [issuer]
      ) { Registration($0) }.compactMap(\.self).first { kind == nil || $0.kind == kind }
    }
  }

  /// The newest active identity that is this server's own; nil where it uses the issuer's.
  public func isolatedRegistration(of server: Server, issuer: String) throws(RegistryError) -> Registration? {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(Registration.columns) FROM registration
        WHERE isolated_for = ? AND issuer = ? AND state = 'active' AND is_named = 1 ORDER BY created_at DESC, id
        """, [server.id, issuer]
      ) { Registration($0) }.compactMap(\.self).first
    }
  }

  /// Whether this server was ever given an identity of its own; one that no login was made with does not count.
  public func hasOwnRegistration(_ server: Server) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        """
        SELECT 1 FROM registration WHERE isolated_for = ? AND is_named = 1 AND NOT (kind = 'pre-registered'
        AND state = 'retired' AND superseded_by IS NULL AND id NOT IN (SELECT registration_id FROM grant))
        """, [server.id]
      ) { $0.integer(0) } != nil
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
    // A client's document has the key under this name; what a server calls the key of another client is not known.
    let keyID = registration.kind == .clientIDMetadata ? key?.publicKey.id : nil
    return OAuthClient(
      id: registration.clientID, secret: secret, key: key, keyID: keyID, method: registration.method,
      isNamed: registration.isNamed)
  }

  func open(
    _ sealed: [UInt8]?, _ field: String, _ registration: Registration, _ keys: DataKeys
  ) throws(RegistryError) -> Secret? {
    guard let sealed else { return nil }
    let context = registrationContext(field, registration.id, registration.issuer, registration.clientID)
    return Secret(utf8: try Sealer(keys: keys).open(sealed, context))
  }

  func registrationContext(_ field: String, _ row: Int64, _ issuer: String, _ clientID: String) -> SealingContext {
    SealingContext(registryID: id, table: "registration", row: row, field: field, binding: [issuer, clientID])
  }
}

extension Registration {
  static let columns = """
    registration.id, registration.issuer, kind, client_id, auth_method, redirect_uris, secret_expires_at,
    registration.created_at, sealed_client_secret, sealed_private_key, sealed_management_token, sealed_document,
    secret_obtained_at, registration.state, is_isolated, isolated_for, is_named
    """

  /// Nil for a row no version of this program writes.
  init?(_ row: borrowing SQLiteRow) {
    guard let kind = Kind(rawValue: row.text(2)), let method = ClientAuthenticationMethod(rawValue: row.text(4)),
      let state = State(rawValue: row.text(13)),
      let uris = try? JSONDecoder().decode([String].self, from: Data(row.text(5).utf8))
    else { return nil }
    self.init(
      id: row.integer(0), issuer: row.text(1), kind: kind, clientID: row.text(3), method: method,
      redirectURIs: uris.compactMap { WebURL($0) },
      secretExpiresAt: row.optionalInteger(6).flatMap { $0 == 0 ? nil : Date(seconds: $0) },
      createdAt: Date(seconds: row.integer(7)),
      secretObtainedAt: row.optionalInteger(12).map { Date(seconds: $0) }, state: state,
      isIsolated: row.integer(14) == 1, isolatedFor: row.optionalInteger(15), isNamed: row.integer(16) == 1,
      sealedSecret: row.optionalBlob(8),
      sealedPrivateKey: row.optionalBlob(9), sealedManagementToken: row.optionalBlob(10),
      sealedDocument: row.optionalBlob(11))
  }

  static func json(_ uris: [WebURL]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // An array of strings always encodes.
    return (try? encoder.encode(uris.map(\.raw))).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}
