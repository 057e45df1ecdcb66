import FoundationEssentials
import HTTP
import OAuth
import Registry

// What is settled before tokens are asked for: where they come from, as which client, and for what.
extension CredentialManager {
  func plan(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> LoginPlan {
    let known = try stored { () throws(RegistryError) in try registry.grant(of: server, account: account) }
    let flow = options.flow ?? known.map { LoginFlow(renewing: $0.flow) } ?? .authorizationCode
    guard !flow.needsPerson || options.browser != .none else { throw .notInteractive(server: server.name) }
    let found = try await discover(server, challenge, options)
    try check(flow, can: found, server)
    let keys = try dataKeys()
    try stored { () throws(RegistryError) in
      try registry.saveMetadata(
        found.metadata.json, of: found.issuer, from: found.metadata.issuer, at: dependencies.now(), keys: keys)
    }
    let scope = ScopeChoice.initial(
      chosen: options.scope, challenge: found.challengeScope, resource: found.resourceScopes,
      supported: found.metadata.scopesSupported)
    let registration = try await client(for: found, server: server.name, scope: scope, options, keys)
    var server = server
    server.authorization = .oauth
    server.issuer = found.issuer
    (server.resource, server.resourceMode) = Self.resource(of: server, found, options)
    return LoginPlan(
      server: server, isNew: isNew, account: account, flow: flow, found: found, registration: registration,
      scope: scope, keys: keys)
  }

  /// Refused before a client is registered, and before anything is asked of a person.
  private func check(_ flow: LoginFlow, can found: DiscoveredAuthorization, _ server: Server) throws(EngineError) {
    do throws(OAuthError) {
      switch flow {
      case .authorizationCode:
        _ = try found.metadata.requireAuthorizationCode(
          allowingMissingPKCE: server.settings.allowMissingPKCE ?? false)
      }
    } catch {
      throw .oauth(error, ExchangeStep(.authorizationServerMetadata, server: server.name))
    }
  }

  private func discover(
    _ server: Server, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> DiscoveredAuthorization {
    let discovery = Discovery(manager: self, server: server.name, endpoint: server.url)
    let resource = try await discovery.resourceMetadata(challenge)
    let issuer = try chooseIssuer(resource.authorizationServers, server, options)
    let metadata = try await discovery.authorizationServer(issuer)
    return DiscoveredAuthorization(
      issuer: metadata.issuer, metadata: metadata, resource: resource.resource,
      resourceScopes: resource.scopesSupported, challengeScope: challenge?.scope)
  }

  /// The one the login is bound to; the person's choice; one with a registration; the first (RFC 9728 §7.6 leaves the
  /// choice to the client).
  private func chooseIssuer(
    _ offered: [String], _ server: Server, _ options: LoginOptions
  ) throws(EngineError) -> String {
    let wanted = options.issuer
    if let bound = server.issuer {
      let match = offered.first { Issuer.matches($0, bound) }
      guard let match, wanted.map({ Issuer.matches($0, match) }) ?? true else {
        throw .issuerChanged(server: server.name, from: bound, to: wanted.map { [$0] } ?? offered)
      }
      return match
    }
    if let wanted {
      guard let match = offered.first(where: { Issuer.matches($0, wanted) }) else {
        throw .issuerNotOffered(wanted, offered: offered)
      }
      return match
    }
    for issuer in offered {
      let known = try stored { () throws(RegistryError) in try registry.activeRegistration(issuer: issuer) }
      if known != nil { return issuer }
    }
    // Metadata without an entry is refused when it is read.
    return offered.first ?? ""
  }

  /// What the person chose for this login, or for an earlier one, or what was discovered.
  private static func resource(
    of server: Server, _ found: DiscoveredAuthorization, _ options: LoginOptions
  ) -> (String?, Server.ResourceMode) {
    switch options.resource {
    case .discovered where server.resourceMode != .discovered: (server.resource, server.resourceMode)
    case .discovered: (found.resource, .discovered)
    case .given(let resource): (resource, .override)
    case .omitted: (nil, .omit)
    }
  }
}
