import FoundationEssentials
import HTTP
import OAuth
import Registry

/// What servers say of themselves: fetched, kept, doubted, and which authorization server follows from it.
struct MetadataSource: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }

  /// Where the server's tokens come from: by its own documents, fetched or still fresh, and for a server that the person
  /// calls one of MCP 2025-03-26 by its origin.
  func discover(
    _ server: Server, isNew: Bool, flow: Grant.Flow, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> DiscoveredAuthorization {
    let discovery = Discovery(workplace: workplace, server: server.name, endpoint: server.url)
    if server.settings.isIdentityProvider == true {
      return try await discoverProvider(server, discovery, flow, options)
    }
    let resource: Fetched<ProtectedResourceMetadata>
    do throws(EngineError) {
      resource = try await self.resource(of: server, isNew: isNew, challenge, discovery)
    } catch .noResourceMetadata where server.settings.legacyAuth == true {
      return try await discoverOrigin(of: server, challenge, discovery, options)
    }
    let issuers = resource.document.authorizationServers
    let isDemanded = resource.document.requiresBoundTokens || challenge?.isForBoundTokens == true
    let isBound = isDemanded || server.settings.boundTokens == true
    let chosen = try await chooseIssuer(among: issuers, server, discovery, flow, options) {
      (metadata) throws(OAuthError) in
      try flow.check(metadata, allowingMissingPKCE: server.settings.allowMissingPKCE == true)
      if isBound { try metadata.requireBoundTokens(isDemanded: isDemanded) }
    }
    try keep(resource, of: server, isNew: isNew)
    try tellOddities(resource.document, chosen.metadata, server)
    return DiscoveredAuthorization(
      issuer: try spelling(of: chosen.metadata.issuer), metadata: chosen.metadata,
      metadataFreshUntil: chosen.freshUntil,
      resource: resource.document.resource, resourceScopes: resource.document.scopesSupported,
      challengeScope: challenge?.scope, allowsMissingPKCE: server.settings.allowMissingPKCE == true,
      demandsBoundTokens: isDemanded, trusted: try trusted(chosen, server, options),
      resourceProofs: resource.document.dpopSigningAlgorithms)
  }

  /// An identity provider is its own authorization server, and there is no resource (OpenID Connect Discovery §4).
  private func discoverProvider(
    _ provider: Server, _ discovery: Discovery, _ flow: Grant.Flow, _ options: LoginOptions
  ) async throws(EngineError) -> DiscoveredAuthorization {
    // A person has named it, and nobody has looked yet from where it answers.
    if exchanges.place(of: provider.name) == nil {
      workplace.places.note(ServerScope(remembered: nil, at: provider.url), of: provider.name)
    }
    let isBound = provider.settings.boundTokens == true
    let chosen = try await chooseIssuer(among: [provider.url.raw], provider, discovery, flow, options) {
      (metadata) throws(OAuthError) in
      try flow.check(metadata, allowingMissingPKCE: provider.settings.allowMissingPKCE == true)
      if isBound { try metadata.requireBoundTokens(isDemanded: false) }
    }
    return DiscoveredAuthorization(
      issuer: chosen.metadata.issuer, metadata: chosen.metadata, metadataFreshUntil: chosen.freshUntil,
      resource: provider.url.raw, resourceScopes: Scope("openid"), challengeScope: nil,
      allowsMissingPKCE: provider.settings.allowMissingPKCE == true)
  }

  /// Only where nothing says who else issues this server's tokens: a document that is there and no good is an error.
  private func discoverOrigin(
    of server: Server, _ challenge: BearerChallenge?, _ discovery: Discovery, _ options: LoginOptions
  ) async throws(EngineError) -> DiscoveredAuthorization {
    let fetched = try await discovery.ownAuthorizationServer()
    let metadata = fetched.document
    _ = try issuers(among: [metadata.issuer], server, options)
    let isUnlisted = LegacyAuthorizationServer.isIssuer(metadata.issuer)
    if isUnlisted { notify(.defaultEndpoints(server: server.name, origin: server.url.origin)) }
    return DiscoveredAuthorization(
      issuer: metadata.issuer, metadata: metadata, metadataFreshUntil: fetched.freshUntil, resource: server.url.raw,
      resourceScopes: nil, challengeScope: challenge?.scope,
      allowsMissingPKCE: isUnlisted || server.settings.allowMissingPKCE == true,
      demandsBoundTokens: challenge?.isForBoundTokens == true)
  }

  /// RFC 9728 §5.2: a server that names its metadata wants it read again, whatever is kept.
  private func resource(
    of server: Server, isNew: Bool, _ challenge: BearerChallenge?, _ discovery: Discovery
  ) async throws(EngineError) -> Fetched<ProtectedResourceMetadata> {
    let isNamed = challenge?.resourceMetadata != nil || challenge?.unusableResourceMetadata != nil
    if !isNamed, !isNew, let kept = try freshResource(of: server) { return kept }
    return try await discovery.resourceMetadata(challenge)
  }

  private func freshResource(of server: Server) throws(EngineError) -> Fetched<ProtectedResourceMetadata>? {
    guard let keys = try keyRing.existingKeys(),
      let kept = try stored(registry.resourceMetadata(of: server, keys: keys)),
      Fetched<ProtectedResourceMetadata>.isFresh(until: kept.freshUntil, now: dependencies.now()),
      let url = WebURL(kept.url), let source = ProtectedResourceMetadata.Source(rawValue: kept.source),
      let document = try? ProtectedResourceMetadata.parse(
        HTTPResponse(status: 200, body: kept.json), from: url, source: source, endpoint: server.url)
    else { return nil }
    return Fetched(document, freshUntil: kept.freshUntil)
  }

  /// What the server says of itself, for as long as it may be kept.
  func keep(
    _ resource: Fetched<ProtectedResourceMetadata>, of server: Server, isNew: Bool
  ) throws(EngineError) {
    guard !isNew, let keys = try keyRing.existingKeys() else { return }
    let document = resource.document
    let kept = CachedResourceMetadata(
      json: document.json, url: document.url.raw, source: document.source.rawValue, freshUntil: resource.freshUntil)
    try stored(registry.saveResourceMetadata(kept, of: server, keys: keys))
  }

  /// What is let pass and should be known.
  private func tellOddities(
    _ resource: ProtectedResourceMetadata, _ metadata: AuthorizationServerMetadata, _ server: Server
  ) throws(EngineError) {
    if resource.namesParent, server.resource != resource.resource {
      notify(.resourceIsParent(server: server.name, resource: resource.resource))
      try note(
        Event(
          .resourceNoted, at: dependencies.now(), server: server.name, issuer: metadata.issuer,
          cause: resource.resource, actor: actor))
    }
    if resource.bindsTokensToCertificates { notify(.certificateBoundTokens(server: server.name)) }
    if let listed = metadata.protectedResources, !listed.contains(where: { Issuer.matches($0, resource.resource) }) {
      notify(.resourceNotListed(server: server.name, issuer: metadata.issuer))
    }
  }
}
