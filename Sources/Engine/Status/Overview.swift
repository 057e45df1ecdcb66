import FoundationEssentials
import Registry

/// What is known of the servers and their logins.
struct Overview: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }

  /// Every server with each of its logins, or one server's; with an account only its logins.
  func status(of name: String? = nil, account: String? = nil) throws(EngineError) -> [ServerStatus] {
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
