import FoundationEssentials
import HTTP
import OAuth
import Registry

// What is settled before tokens are asked for: where they come from, as which client, and for what.
extension LoggingIn {
  func plan(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> LoginPlan {
    let flow = try flow(to: server, account: account, options)
    guard !flow.needsPerson || options.browser != .none else { throw .notInteractive(server: server.name) }
    // Nobody would come back, and nothing is registered for it.
    if flow == .authorizationCode, options.browser == .open, !options.isWatched, !dependencies.hasBrowser() {
      throw .noBrowser(server: server.name)
    }
    var server = server
    server.settings.take(options)
    let provider = flow == .enterprise ? try identityProvider(of: server, account: account, options) : nil
    let found = try await metadataSource.discover(server, isNew: isNew, flow: flow, challenge, options)
    if let place = workplace.places[server.name] { server.settings.addressScope = place.remembered }
    try check(flow, can: found, server)
    let isBound = try bindsTokens(of: server, found)
    let keys = try keyRing.dataKeys()
    try keepMetadata(found, keys)
    let scope = ScopeChoice.initial(
      chosen: options.scope, challenge: found.challengeScope, resource: found.resourceScopes,
      // Where no refresh token is expected none is asked for.
      supported: flow.expectsRefreshToken ? found.metadata.scopesSupported : nil)
    try await askAboutNewHost(server, found, scope: scope, options)
    if options.scope == nil { try tellGrowth(to: scope, server, account) }
    let known = try stored(registry.grant(of: server, account: account))
    let assertionFile = flow == .workload ? options.assertionFile ?? known?.assertionFile : nil
    let registration: Registration
    switch flow {
    case .clientCredentials: registration = try provenClient(for: found, server, isNew: isNew, options, keys)
    case .workload:
      registration = try workloadClient(for: found, server, isNew: isNew, known, options, assertionFile, keys)
    case .authorizationCode, .deviceCode, .enterprise:
      registration = try await registrar.client(for: found, server, isNew: isNew, scope: scope, flow, options, keys)
    }
    server.authorization = .oauth
    server.issuer = found.issuer
    server.settings.trustedIssuer = found.trusted
    (server.resource, server.resourceMode) = Self.resource(of: server, found, options)
    return LoginPlan(
      server: server, isNew: isNew, account: account, flow: flow, found: found, registration: registration,
      scope: scope, mayChangeSubject: options.switchSubject, assertionFile: assertionFile, identityProvider: provider,
      dpopKey: isBound ? exchanges.newDPoPKey() : nil, keys: keys)
  }

  /// What the person says, or as before.
  func flow(to server: Server, account: String, _ options: LoginOptions) throws(EngineError) -> Grant.Flow {
    if let flow = options.flow { return flow }
    let known = try stored(registry.grant(of: server, account: account))
    return known?.flow ?? .authorizationCode
  }

  /// What the person says, or as at the account's last login, or as at the server's. Its login must be there.
  private func identityProvider(
    of server: Server, account: String, _ options: LoginOptions
  ) throws(EngineError) -> String {
    let known = try stored(registry.grant(of: server, account: account))
    let name = options.identityProvider ?? known?.identityProvider ?? server.settings.identityProvider
    return try identityProviders.identityLogin(at: name, for: server.name, account: account).serverName
  }

  /// A server that is known, and asks for more than was asked for at its last login, may have become another one
  /// (RFC 9728 §7.4). Or a person had chosen less then, which nothing tells: the words are true of both.
  private func tellGrowth(to scope: Scope?, _ server: Server, _ account: String) throws(EngineError) {
    let known = try stored(registry.grant(of: server, account: account))
    guard let before = known?.requestedScope, let scope else { return }
    let added = scope.tokens.filter { !before.tokens.contains($0) }
    if let added = Scope(tokens: added), !added.isEmpty { notify(.asksForMore(server: server.name, added: added)) }
  }

  /// Refused before a client is registered, and before anything is asked of a person.
  private func check(_ flow: Grant.Flow, can found: DiscoveredAuthorization, _ server: Server) throws(EngineError) {
    do throws(OAuthError) {
      try flow.check(found.metadata, allowingMissingPKCE: found.allowsMissingPKCE)
      if flow == .authorizationCode, found.metadata.codeChallengeMethods == nil {
        notify(.pkceUnstated(server: server.name, issuer: found.issuer))
      }
    } catch {
      throw .oauth(error, ExchangeStep(.authorizationServerMetadata, server: server.name))
    }
  }

  /// Whether the server demands that the tokens are bound to a key, or the person wants it. Throws `unsupported` where one
  /// of the servers does not take proofs such as ours.
  private func bindsTokens(of server: Server, _ found: DiscoveredAuthorization) throws(EngineError) -> Bool {
    guard found.demandsBoundTokens || server.settings.boundTokens == true else { return false }
    do { try found.metadata.requireBoundTokens(isDemanded: found.demandsBoundTokens) } catch {
      throw .oauth(error, ExchangeStep(.authorizationServerMetadata, server: server.name))
    }
    // Silence says nothing here (RFC 9728 §2).
    guard let accepted = found.resourceProofs, !accepted.contains(DPoPKey.algorithm) else { return true }
    throw .oauth(
      .unsupported(.boundTokens(accepted: accepted, isDemanded: found.demandsBoundTokens)),
      ExchangeStep(.resourceMetadata, server: server.name))
  }

  private func keepMetadata(_ found: DiscoveredAuthorization, _ keys: DataKeys) throws(EngineError) {
    guard let freshUntil = found.metadataFreshUntil else { return }
    try stored(
      registry.saveMetadata(
        found.metadata.json, of: found.issuer, freshUntil: freshUntil, keys: keys))
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

extension ServerSettings {
  /// What the person says now goes over what was said before; it is kept once the login is.
  mutating func take(_ options: LoginOptions) {
    if options.legacyAuth { legacyAuth = true }
    if let issuer = options.trustIssuer { trustedIssuer = TrustedIssuer(declared: issuer) }
    for parameter in options.authorizeParameters { take(parameter) }
    if options.allowMissingPKCE { allowMissingPKCE = true }
    boundTokens = options.boundTokens ?? boundTokens
    if options.isIdentityProvider { isIdentityProvider = true }
    identityProvider = options.identityProvider ?? identityProvider
  }

  /// One of a name that is kept takes its place.
  private mutating func take(_ parameter: AuthorizeParameter) {
    var kept = authorizeParameters ?? []
    kept.removeAll { $0.hasPrefix(parameter.name + "=") }
    if !parameter.value.isEmpty { kept.append(parameter.text) }
    authorizeParameters = kept.isEmpty ? nil : kept
  }
}
