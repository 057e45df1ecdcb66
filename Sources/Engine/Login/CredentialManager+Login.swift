import FoundationEssentials
import HTTP
import OAuth
public import Registry

extension CredentialManager {
  /// Logs in to a server that is in the registry; the login it replaces is gone only when the new one is stored.
  public func login(
    _ name: String, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    let server = try stored { () throws(RegistryError) in try registry.server(name) }
    let finding = try await Discovery(manager: self, server: name, endpoint: server.url).probe()
    let challenge: BearerChallenge?
    switch finding {
    case .challenged(let found): challenge = found
    // Some servers show their tools to all and guard only the calls: their metadata tells.
    case .open where try await isGuarded(server): challenge = nil
    case .open: throw .needsNoToken(server: name)
    }
    let grant = try await authorize(
      server, isNew: false, account: account ?? server.defaultAccount, challenge, options)
    try await prove(grant)
    return grant
  }

  private func isGuarded(_ server: Server) async throws(EngineError) -> Bool {
    do throws(EngineError) {
      _ = try await Discovery(manager: self, server: server.name, endpoint: server.url).resourceMetadata(nil)
      return true
    } catch .noResourceMetadata {
      return false
    }
  }

  /// Discovery, client, browser, exchange, store; in that order, each kept before the next needs it.
  func authorize(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    guard options.browser != .none else { throw .notInteractive(server: server.name) }
    let found = try await discover(server, challenge, options)
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
    let flow = AuthorizationFlow(manager: self, server: server.name, found: found, options: options)
    let answer = try await flow.run(registration, scope: scope, resource: server.resource)
    return try await withExistingLock(server, account) { [server] () async throws(EngineError) in
      // A code is spent and its tokens stored, whatever the person presses meanwhile.
      try await Shield.run { () async throws(EngineError) in
        let tokens = try await self.exchange(answer, registration, server, found, scope, keys)
        return try self.store(tokens, registration, server, account, scope, isNew: isNew, keys)
      }
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

  private func exchange(
    _ answer: AuthorizationFlow.Result, _ registration: Registration, _ server: Server,
    _ found: DiscoveredAuthorization, _ scope: Scope?, _ keys: DataKeys
  ) async throws(EngineError) -> (TokenResponse, obtainedAt: Date) {
    let client = try stored { () throws(RegistryError) in try registry.client(registration, keys: keys) }
    let endpoint = found.metadata.tokenEndpoint
    let step = ExchangeStep(.codeExchange, server: server.name)
    let obtainedAt = dependencies.now()
    // A code is spent once: an ambiguous failure is never sent again (OAuth 2.1 §4.1.3).
    let response = try await sendQuietly(
      TokenRequest.code(
        answer.code, verifier: answer.verifier, redirectURI: answer.redirectURI, resource: server.resource,
        client: client, at: endpoint), step)
    let secrets = [answer.code, answer.verifier] + (client.secret.map { [$0] } ?? [])
    do {
      return (try TokenResponse.parse(response, from: endpoint, hiding: secrets), obtainedAt)
    } catch {
      throw .oauth(error, step)
    }
  }

  private func store(
    _ tokens: (TokenResponse, obtainedAt: Date), _ registration: Registration, _ server: Server, _ account: String,
    _ scope: Scope?, isNew: Bool, _ keys: DataKeys
  ) throws(EngineError) -> Grant {
    let now = dependencies.now()
    let new = NewGrant(
      server: server, account: account, registration: registration, requestedScope: scope,
      tokens: tokenSet(
        tokens.0, obtainedAt: tokens.obtainedAt, previousRefresh: nil, scope: scope, grant: server.id,
        generation: tokens.obtainedAt.seconds &+ Int64(account.utf8.reduce(0) { $0 &* 31 &+ Int($1) })))
    let event = Event(
      .login, at: now, server: server.name, account: account, issuer: registration.issuer, actor: actor)
    do throws(RegistryError) {
      return try registry.save(new, isNewServer: isNew, event: event, keys: keys)
    } catch {
      if case .nameTaken = error { throw .registry(error) }
      throw .notStored(server: server.name, error)
    }
  }

  /// A first request with the new token: a login that does not work must not look like one that does.
  func prove(_ grant: Grant) async throws(EngineError) {
    let server = try stored { () throws(RegistryError) in try registry.server(grant.serverName) }
    do throws(EngineError) {
      _ = try await fetchTools(server, account: grant.account, deadline: .seconds(30))
    } catch {
      throw .notProven(server: grant.serverName, error)
    }
  }

  /// Under the grant's lock where there is a grant to replace.
  private func withExistingLock<Value: Sendable>(
    _ server: Server, _ account: String, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    let grant = try stored { () throws(RegistryError) in try registry.grant(of: server, account: account) }
    if let grant { return try await under(try await lock(grant), body) }
    // The first logins of one server wait for each other, and the second finds the first one's grant.
    return try await under(try await lock(server)) { () async throws(EngineError) in
      let grant = try stored { () throws(RegistryError) in try registry.grant(of: server, account: account) }
      guard let grant else { return try await body() }
      return try await under(try await lock(grant), body)
    }
  }

  private func under<Value: Sendable>(
    _ held: any HeldLock, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    defer { held.release() }
    return try await body()
  }
}
