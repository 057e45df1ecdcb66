import Registry

extension CredentialManager {
  /// Removes a server: revokes each of its logins first, unless `offline`. What could not be revoked now is queued and
  /// does not keep the server here.
  public func remove(_ name: String, offline: Bool) async throws(EngineError) -> [RevokedToken] {
    let server = try stored { () throws(RegistryError) in try registry.server(name) }
    var tokens: [RevokedToken] = []
    if !offline {
      let grants = try stored { () throws(RegistryError) in try registry.grants(of: server) }
      for grant in grants where grant.state != .revoked {
        do throws(EngineError) {
          tokens += try await revoke(name, account: grant.account)
        } catch .registry(let error) {
          // What does not open cannot be revoked, and must not keep the server here for ever.
          guard case .sealBroken = error else { throw .registry(error) }
          tokens.append(RevokedToken(kind: .refreshToken, result: .queued(.registry(error))))
        }
      }
    }
    let event = Event(
      .serverRemoved, at: dependencies.now(), server: name, cause: offline ? "offline" : nil, actor: actor)
    try stored { () throws(RegistryError) in try registry.remove(server, event: event) }
    return tokens
  }
}
