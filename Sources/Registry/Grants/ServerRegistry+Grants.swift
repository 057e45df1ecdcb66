public import FoundationEssentials
public import OAuth
import SQLite

extension ServerRegistry {
  /// The login of this account; nil where there is none.
  public func grant(of server: Server, account: String) throws(RegistryError) -> Grant? {
    try read { (connection) throws(RegistryError) in
      try connection.first("\(Grant.query) WHERE g.server_id = ? AND g.account = ?", [server.id, account]) { Grant($0) }
    }
  }

  /// A login by row id; nil where it is gone.
  public func grant(_ id: Int64) throws(RegistryError) -> Grant? {
    try read { (connection) throws(RegistryError) in
      try connection.first("\(Grant.query) WHERE g.id = ?", [id]) { Grant($0) }
    }
  }

  /// Whether the last refresh of a login made with this identity failed this way.
  public func hasGrant(of registration: Registration, failedWith failure: String) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT 1 FROM grant WHERE registration_id = ? AND last_failure = ?", [registration.id, failure]
      ) { $0.integer(0) } != nil
    }
  }

  /// Whether another login that has tokens was made with this identity.
  public func hasOtherGrant(of registration: Int64, than grant: Int64) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first(
        "SELECT 1 FROM grant WHERE registration_id = ? AND id <> ? AND state <> 'revoked'", [registration, grant]
      ) { $0.integer(0) } != nil
    }
  }

  /// Whether any login at this issuer works, as far as is known.
  public func hasLiveGrant(issuer: String) throws(RegistryError) -> Bool {
    try read { (connection) throws(RegistryError) in
      try connection.first("SELECT 1 FROM grant WHERE issuer = ? AND state = 'active'", [issuer]) {
        $0.integer(0)
      } != nil
    }
  }

  /// Every login, by server name and account; of one server where it is given.
  public func grants(of server: Server? = nil) throws(RegistryError) -> [Grant] {
    try read { (connection) throws(RegistryError) in
      let filter = server == nil ? "" : "WHERE g.server_id = ?"
      return try connection.all(
        "\(Grant.query) \(filter) ORDER BY server.name, g.account", server.map { [$0.id] } ?? []
      ) { Grant($0) }
    }
  }

  /// The logins whose due or keep-alive time has come, and those whose last refresh failed, once their backoff is over;
  /// most urgent first.
  public func grantsDue(at now: Date) throws(RegistryError) -> [Grant] {
    try read { (connection) throws(RegistryError) in
      try connection.all(Grant.dueQuery, [now.seconds]) { Grant($0) }
    }
  }

  /// When the schedule has something to do next, as far as is known at this time; nil where it never has.
  public func nextDue(at now: Date) throws(RegistryError) -> Date? {
    try read { (connection) throws(RegistryError) in
      try connection.first(Grant.nextDueQuery, [now.seconds]) { $0.optionalInteger(0).map { Date(seconds: $0) } } ?? nil
    }
  }

  /// The access token, opened; nil where there is none.
  ///
  /// Throws `sealBroken` where the row, the server's URL, the issuer, the resource or the client was changed by hand.
  public func accessToken(of grant: Grant, keys: DataKeys) throws(RegistryError) -> Secret? {
    try open(grant.sealedAccess, "sealed_access", grant, generation: grant.generation, keys)
  }

  /// The refresh token, opened; nil where there is none. It is only ever spent or revoked, never handed out.
  public func refreshToken(of grant: Grant, keys: DataKeys) throws(RegistryError) -> Secret? {
    try open(grant.sealedRefresh, "sealed_refresh", grant, generation: grant.generation, keys)
  }

  /// The ID token that came with the login, opened; nil where none did.
  public func idToken(of grant: Grant, keys: DataKeys) throws(RegistryError) -> Secret? {
    try open(grant.sealedIDToken, "sealed_id_token", grant, generation: 0, keys)
  }

  /// The private key that the tokens are bound to, opened; nil where they are bound to none.
  public func dpopKey(of grant: Grant, keys: DataKeys) throws(RegistryError) -> Secret? {
    try open(grant.sealedDPoPKey, "sealed_dpop_key", grant, generation: 0, keys)
  }

  private func open(
    _ sealed: [UInt8]?, _ field: String, _ grant: Grant, generation: Int64, _ keys: DataKeys
  ) throws(RegistryError) -> Secret? {
    guard let sealed else { return nil }
    let context = GrantBinding(grant).context(registryID: id, field: field, generation: generation)
    return Secret(utf8: try Sealer(keys: keys).open(sealed, context))
  }
}
