import Registry

extension Revoking {
  /// Removes a server: revokes each of its logins first, unless `offline`. What could not be revoked now is queued and
  /// does not keep the server here. Then its registrations are deleted at their servers where no other server uses them.
  func remove(_ name: String, offline: Bool) async throws(EngineError) -> [RevokedToken] {
    let server = try stored(registry.server(name))
    try identityProviders.checkUnused(server)
    var tokens: [RevokedToken] = []
    let grants = try stored(registry.grants(of: server))
    let used = try registrations(of: grants, server)
    if !offline {
      for grant in grants where grant.state != .revoked {
        do throws(EngineError) {
          tokens += try await revoke(name, account: grant.account)
        } catch .registry(let error) {
          // What does not open cannot be revoked, and must not keep the server here for ever.
          guard case .sealBroken = error else { throw .registry(error) }
          tokens.append(RevokedToken(account: grant.account, kind: .refreshToken, result: .queued(.registry(error))))
        }
      }
    }
    if offline { tokens = try abandoned(of: server) }
    // How near its registrations may be asked for is known from its row.
    if let place = exchanges.place(of: name) { workplace.places.note(place, of: name) }
    let event = Event(
      .serverRemoved, at: dependencies.now(), server: name, cause: offline ? "offline" : nil, actor: actor)
    try stored(registry.remove(server, event: event))
    if !offline { try await registrar.discard(used, server: name) }
    return tokens
  }

  /// What may still be good at the authorization servers when nobody has asked them: of each login the refresh token, and
  /// the access token until its end.
  private func abandoned(of server: Server) throws(EngineError) -> [RevokedToken] {
    let now = dependencies.now()
    return try stored(registry.grants(of: server)).flatMap { grant in
      var tokens: [RevokedToken] = []
      if grant.hasRefreshToken {
        tokens.append(RevokedToken(account: grant.account, kind: .refreshToken, result: .abandoned(expiresAt: nil)))
      }
      if grant.hasAccessToken, grant.times.expiresAt.map({ $0 > now }) ?? true {
        tokens.append(
          RevokedToken(account: grant.account, kind: .accessToken, result: .abandoned(expiresAt: grant.times.expiresAt))
        )
      }
      return tokens
    }
  }

  /// Those its logins were made with, and its own.
  private func registrations(of grants: [Grant], _ server: Server) throws(EngineError) -> [Registration] {
    let all = try stored(registry.registrations())
    let used = Set(grants.map(\.registrationID))
    return all.filter { used.contains($0.id) || $0.isolatedFor == server.id }
  }
}
