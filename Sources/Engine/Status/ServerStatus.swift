import FoundationEssentials
public import Registry

/// One row of `list` and `status`: a server, one of its logins, and how it stands. No key is needed for it.
public struct ServerStatus: Sendable {
  public let server: Server
  public let account: String
  public let grant: Grant?
  /// Seconds since the access token came, as the machine counts them; nil where it was started again since.
  public let age: Int64?
  public let condition: GrantCondition
  /// What its issuer was learned to do otherwise than it says.
  public let quirks: IssuerQuirks
}

extension CredentialManager {
  /// Every server with each of its logins, or one server's; with an account only its logins.
  public func status(of name: String? = nil, account: String? = nil) throws(EngineError) -> [ServerStatus] {
    let servers = try withRegistry { () throws(RegistryError) in
      if let name { [try registry.server(name)] } else { try registry.servers() }
    }
    let grants = try withRegistry { () throws(RegistryError) in
      if servers.count == 1, let only = servers.first { try registry.grants(of: only) } else { try registry.grants() }
    }
    if let name, let account, !grants.contains(where: { $0.account == account }) {
      throw .registry(.unknownAccount(server: name, account: account))
    }
    // By their places: a row is large, and there can be a hundred thousand.
    let byServer = Dictionary(grouping: grants.indices) { grants[$0].serverID }
    let now = dependencies.now(), boot = dependencies.boot()
    let quirks = try stored(registry.quirks())
    return servers.flatMap { server -> [ServerStatus] in
      let own = (byServer[server.id] ?? []).filter { account == nil || grants[$0].account == account }
      guard !own.isEmpty || account != nil else {
        return [
          ServerStatus(
            server: server, account: server.defaultAccount, grant: nil, age: nil,
            condition: GrantCondition(server, nil, now: now), quirks: server.issuer.flatMap { quirks[$0] } ?? .init())
        ]
      }
      return own.map { place in
        let grant = grants[place]
        let age = grant.times.age(at: boot)
        return ServerStatus(
          server: server, account: grant.account, grant: grant, age: age,
          condition: GrantCondition(server, grant, age: age, now: now), quirks: quirks[grant.issuer] ?? .init())
      }
    }
  }
}
