public import FoundationEssentials
public import OAuth
import SQLite

extension ServerRegistry {
  /// Keeps a login that has begun, and forgets those whose time is over. False where its client is not in use any more.
  @discardableResult
  public func insert(_ new: NewPendingLogin, keys: DataKeys) throws(RegistryError) -> Bool {
    let pending = try seal(new, keys)
    return try write { (connection) throws(RegistryError) in
      try Self.forgetOverdueLogins(at: new.createdAt, connection)
      let client = try connection.first(
        "SELECT 1 FROM registration WHERE id = ? AND \(Registration.isFreeForLogins)", [pending.registrationID]
      ) { $0.integer(0) }
      guard client != nil else { return false }
      try Self.insert(pending, connection)
      return true
    }
  }

  /// The logins of a server, stored or not, that wait for their answer; the newest first.
  public func pendingLogins(of server: String, at now: Date) throws(RegistryError) -> [PendingLogin] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        """
        SELECT \(PendingLogin.columns) FROM pending_login
        WHERE server_name = ? AND flow = 'authorization_code' AND expires_at > ? ORDER BY created_at DESC, id
        """, [server, now.seconds]
      ) { PendingLogin($0) }.compactMap(\.self)
    }
  }

  /// What the answer must agree with, and what the code is spent with.
  public func open(
    _ pending: PendingLogin, keys: DataKeys
  ) throws(RegistryError) -> (state: Secret, verifier: Secret, dpopKey: Secret?) {
    func open(_ sealed: [UInt8], _ field: String) throws(RegistryError) -> Secret {
      let context = pending.context(registryID: id, field: field)
      guard let secret = Secret(utf8: try Sealer(keys: keys).open(sealed, context)) else {
        throw .sealBroken(context.place)
      }
      return secret
    }
    return (
      try open(pending.sealedState, "sealed_state"), try open(pending.sealedVerifier, "sealed_verifier"),
      try pending.sealedDPoPKey.map { (key) throws(RegistryError) in try open(key, "sealed_dpop_key") }
    )
  }

  /// Takes a login out of those that wait: only one process goes on with it. It is under way from then on, without its
  /// secrets. False where it is gone already.
  public func take(_ pending: PendingLogin) throws(RegistryError) -> Bool {
    try write { (connection) throws(RegistryError) in
      try connection.apply(
        """
        UPDATE pending_login SET sealed_state = NULL, sealed_verifier = NULL, sealed_dpop_key = NULL
        WHERE id = ? AND sealed_state IS NOT NULL
        """, [pending.id]) == 1
    }
  }

  /// Ends a login that was refused.
  public func drop(_ pending: PendingLogin) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("DELETE FROM pending_login WHERE id = ?", [pending.id])
    }
  }

  /// Lets a login wait again whose answer has certainly not been used. Throws `unknownServer` where another process has
  /// removed its server meanwhile.
  public func putBack(_ pending: PendingLogin) throws(RegistryError) {
    try write { (connection) throws(RegistryError) in
      try connection.apply("DELETE FROM pending_login WHERE id = ?", [pending.id])
      if let id = pending.serverID {
        let server = try connection.first("SELECT 1 FROM server WHERE id = ?", [id]) { $0.integer(0) }
        guard server != nil else { throw .unknownServer(pending.serverName, similar: []) }
      }
      try Self.insert(pending, connection)
    }
  }

  private func seal(_ new: NewPendingLogin, _ keys: DataKeys) throws(RegistryError) -> PendingLogin {
    func pending(_ row: Int64, state: [UInt8], verifier: [UInt8], dpopKey: [UInt8]?) -> PendingLogin {
      PendingLogin(
        id: row, serverName: new.server.name, serverURL: new.server.url, account: new.account,
        registrationID: new.registration.id, issuer: new.registration.issuer, resource: new.server.resource,
        resourceMode: new.server.resourceMode, requestedScope: new.requestedScope, settings: new.server.settings,
        redirectURI: new.redirectURI, createdAt: new.createdAt, expiresAt: new.expiresAt,
        serverID: new.isNewServer ? nil : new.server.id, sealedState: state, sealedVerifier: verifier,
        sealedDPoPKey: dpopKey)
    }
    let row = Self.newRowID()
    let blank = pending(row, state: [], verifier: [], dpopKey: nil)
    let sealer = Sealer(keys: keys)
    func seal(_ secret: Secret, _ field: String) throws(RegistryError) -> [UInt8] {
      try sealer.seal(Array(secret.exposed.utf8), blank.context(registryID: id, field: field))
    }
    return pending(
      row, state: try seal(new.state, "sealed_state"), verifier: try seal(new.verifier, "sealed_verifier"),
      dpopKey: try new.dpopKey.map { (key) throws(RegistryError) in try seal(key, "sealed_dpop_key") })
  }

  private static func insert(
    _ pending: PendingLogin, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    try connection.apply(
      "INSERT INTO pending_login (\(PendingLogin.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        pending.id, pending.serverID, pending.serverName, pending.serverURL.raw, pending.account,
        pending.registrationID, pending.issuer, pending.resource, pending.resourceMode.rawValue,
        pending.requestedScope?.description, pending.settings.json, pending.redirectURI.raw,
        pending.createdAt.seconds, pending.expiresAt.seconds, pending.sealedState, pending.sealedVerifier,
        pending.sealedDPoPKey,
      ])
  }
}
