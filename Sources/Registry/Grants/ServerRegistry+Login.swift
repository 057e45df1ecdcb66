import FoundationEssentials
import OAuth
import SQLite

extension ServerRegistry {
  /// Stores a login in one transaction, with its server where that is new; a login it replaces is gone only with it.
  ///
  /// Throws `nameTaken` where another process added the name meanwhile, and `unknownServer` where it removed the server.
  public func save(
    _ new: NewGrant, isNewServer: Bool, ending mark: LoginUnderWay? = nil, event: Event, keys: DataKeys
  ) throws(RegistryError) -> Grant {
    let saved = try write { (connection) throws(RegistryError) -> Grant? in
      if isNewServer {
        try Self.insert(new.server, connection)
      } else {
        try Self.update(new.server, connection)
      }
      try Self.settle(new.registration, for: new.server, connection)
      let existing = try connection.first(
        "\(Grant.query) WHERE g.server_id = ? AND g.account = ?", [new.server.id, new.account]
      ) { Grant($0) }
      let row = existing?.id ?? Self.newRowID()
      if new.revokesReplaced, let existing { try oweReplaced(existing, at: event.at, keys, connection) }
      if existing == nil { try insertEmpty(row, new, connection) }
      try replace(row, generation: (existing?.generation ?? 0).adding(clamped: 1), new, keys, connection)
      try connection.apply("DELETE FROM refresh_intent WHERE grant_id = ?", [row])
      try connection.apply(
        "DELETE FROM tool_cache WHERE server_id = ? AND account = ?", [new.server.id, new.account])
      if let mark { try connection.apply("DELETE FROM pending_login WHERE id = ?", [mark.id]) }
      // What was begun at another issuer must not lead back to it.
      try connection.apply(
        "DELETE FROM pending_login WHERE server_id = ? AND issuer <> ?", [new.server.id, new.registration.issuer])
      try Self.append(event, connection)
      return try connection.first("\(Grant.query) WHERE g.id = ?", [row]) { Grant($0) }
    }
    guard let saved else { throw .unknownAccount(server: new.server.name, account: new.account) }
    return saved
  }

  /// What does not open cannot be revoked, and must not cost the new login.
  private func oweReplaced(
    _ grant: Grant, at now: Date, _ keys: DataKeys, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    do throws(RegistryError) { _ = try oweTokens(of: grant, at: now, keys, connection) } catch {
      guard case .sealBroken = error else { throw error }
    }
  }

  private func insertEmpty(
    _ row: Int64, _ new: NewGrant, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    let at = new.tokens.obtainedAt.seconds
    try connection.apply(
      """
      INSERT INTO grant (id, server_id, account, registration_id, issuer, state, state_since, generation, obtained_at,
      created_at) VALUES (?, ?, ?, ?, ?, 'active', ?, 1, ?, ?)
      """,
      [row, new.server.id, new.account, new.registration.id, new.registration.issuer, at, at, at])
  }

  private func replace(
    _ row: Int64, generation: Int64, _ new: NewGrant, _ keys: DataKeys, _ connection: borrowing SQLiteConnection
  ) throws(RegistryError) {
    let binding = GrantBinding(
      grantID: row, serverURL: new.server.url.raw, issuer: new.registration.issuer, resource: new.server.resource,
      clientID: new.registration.clientID)
    let sealed = try seal(new.tokens, binding, generation: generation, keys)
    let idToken = try seal(new.idToken, "sealed_id_token", binding, keys)
    let dpopKey = try seal(new.dpopKey, "sealed_dpop_key", binding, keys)
    try connection.apply(
      """
      UPDATE grant SET \(TokenColumns.assignments), registration_id = ?, flow = ?, issuer = ?, resource = ?,
      requested_scope = ?, subject = ?, state = 'active', state_cause = NULL, state_since = ?, sealed_id_token = ?,
      sealed_dpop_key = ?, fail_count = 0, failing_since = NULL, last_failure = NULL, last_failure_at = NULL,
      last_failure_detail = NULL, next_attempt_at = NULL, refused_assertion = NULL, assertion_file = ?,
      identity_provider = ? WHERE id = ?
      """,
      TokenColumns(new.tokens, sealed: sealed, generation: generation).values + [
        new.registration.id, new.flow.rawValue, new.registration.issuer, new.server.resource,
        new.requestedScope?.description, new.subject, new.tokens.obtainedAt.seconds, idToken, dpopKey,
        new.assertionFile, new.identityProvider, row,
      ])
  }

  /// What outlives a rotation of the tokens, bound to the row but to no generation.
  func seal(
    _ secret: Secret?, _ field: String, _ binding: GrantBinding, _ keys: DataKeys
  ) throws(RegistryError) -> [UInt8]? {
    guard let secret else { return nil }
    return try Sealer(keys: keys).seal(
      Array(secret.exposed.utf8), binding.context(registryID: id, field: field, generation: 0))
  }

  /// Both tokens under the new generation.
  func seal(
    _ tokens: TokenSet, _ binding: GrantBinding, generation: Int64, _ keys: DataKeys
  ) throws(RegistryError) -> (access: [UInt8]?, refresh: [UInt8]?) {
    let sealer = Sealer(keys: keys)
    let access = binding.context(registryID: id, field: "sealed_access", generation: generation)
    let refresh = binding.context(registryID: id, field: "sealed_refresh", generation: generation)
    return (
      try tokens.access.map { (token) throws(RegistryError) in try sealer.seal(Array(token.exposed.utf8), access) },
      try tokens.refresh.map { (token) throws(RegistryError) in try sealer.seal(Array(token.exposed.utf8), refresh) }
    )
  }
}
