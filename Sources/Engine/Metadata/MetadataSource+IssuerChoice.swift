import FoundationEssentials
import HTTP
import OAuth
import Registry

// Which of the authorization servers that a resource names (RFC 9728 §7.6 leaves the choice to the client).
extension MetadataSource {
  /// An issuer's metadata, and the place at which the server names it; `freshUntil` is nil where it is what the registry
  /// keeps already.
  typealias ChosenIssuer = (metadata: AuthorizationServerMetadata, named: String, freshUntil: Date?)

  /// Throws `unsupported` where a login could not get what it needs of an authorization server.
  typealias MetadataCheck = (AuthorizationServerMetadata) throws(OAuthError) -> Void

  /// The first that can be used. An outage ends the search: a login must not land elsewhere because of a bad minute.
  func chooseIssuer(
    among offered: [String], _ server: Server, _ discovery: Discovery, _ flow: Grant.Flow, _ options: LoginOptions,
    _ check: MetadataCheck
  ) async throws(EngineError) -> ChosenIssuer {
    let candidates = try issuers(among: offered, server, options)
    var refusal: EngineError?
    for issuer in candidates {
      do throws(EngineError) {
        let found = try await metadata(of: issuer, server, discovery, options, check)
        if candidates.count > 1 { try checkUsable(found.metadata, server, flow, options, check) }
        return found
      } catch .oauth(let error, let step) where candidates.count > 1 && Self.isStatement(error) {
        refusal = refusal ?? .oauth(error, step)
      }
    }
    // Metadata without an entry is refused when it is read.
    throw refusal ?? .noResourceMetadata(server: server.name)
  }

  /// Those to try, the likeliest first: the one the login is bound to, the person's choice, one with a login that works,
  /// one with a registration; else all.
  ///
  /// Throws `issuerChanged` where the server no longer names the one its logins are bound to, and records it.
  func issuers(
    among offered: [String], _ server: Server, _ options: LoginOptions
  ) throws(EngineError) -> [String] {
    let wanted = options.issuer
    // What the person mistypes is no change of the server's.
    if let wanted, !offered.contains(where: { Issuer.matches($0, wanted) }) {
      throw .issuerNotOffered(wanted, offered: offered)
    }
    if let bound = server.issuer {
      let match = offered.first { server.isBound(to: $0) }
      if let match, wanted.map({ Issuer.matches($0, match) }) ?? true { return [match] }
      try refuseIssuerChange(server, bound: bound, offered: wanted.map { [$0] } ?? offered, options)
    }
    if let wanted {
      return offered.filter { Issuer.matches($0, wanted) }.prefix(1).map { $0 }
    }
    for issuer in offered where try hasLiveGrant(issuer) { return [issuer] }
    for issuer in offered {
      let known = try stored(registry.activeRegistration(issuer: issuer))
      if known != nil { return [issuer] }
    }
    return offered
  }

  /// A change of issuer is how a login is stolen, and how a company moves: a person decides, with both names in sight.
  private func refuseIssuerChange(
    _ server: Server, bound: String, offered: [String], _ options: LoginOptions
  ) throws(EngineError) {
    try noteIssuerChange(of: server, from: bound, to: offered)
    guard options.acceptIssuer else { throw .issuerChanged(server: server.name, from: bound, to: offered) }
    notify(.acceptingIssuer(server: server.name, from: bound, to: offered))
  }

  private func hasLiveGrant(_ issuer: String) throws(EngineError) -> Bool {
    try stored(registry.hasLiveGrant(issuer: issuer))
  }

  /// Kept metadata while it is fresh and will do; else it is fetched.
  private func metadata(
    of issuer: String, _ server: Server, _ discovery: Discovery, _ options: LoginOptions, _ check: MetadataCheck
  ) async throws(EngineError) -> ChosenIssuer {
    let trusted = server.settings.trustedIssuer?.declared
    // A person who has published a document may have done so because the server takes such by now.
    if let kept = try freshMetadata(of: server.keyed(issuer), discovery),
      options.clientMetadata == nil || kept.clientIDMetadataDocumentSupported,
      (try? check(kept)) != nil
    {
      return (kept, issuer, nil)
    }
    let fetched = try await discovery.authorizationServer(issuer, trusted: trusted)
    return (fetched.document, issuer, fetched.freshUntil)
  }

  private func freshMetadata(
    of issuer: String, _ discovery: Discovery
  ) throws(EngineError) -> AuthorizationServerMetadata? {
    guard let keys = try keyRing.existingKeys() else { return nil }
    let kept: CachedMetadata?
    // What was edited in the file is fetched anew, which mends it.
    do throws(RegistryError) { kept = try registry.metadata(of: issuer, keys: keys) } catch .metadataTampered {
      return nil
    } catch { throw .registry(error) }
    guard let kept,
      Fetched<AuthorizationServerMetadata>.isFresh(until: kept.freshUntil, now: dependencies.now())
    else { return nil }
    // It may have been kept for a server that is nearer to this machine than this one.
    return try discovery.accept(kept.json, from: issuer, issuer: issuer)
  }

  /// Whether a login could get anywhere: the flow with all it needs, and a way to become a client.
  private func checkUsable(
    _ metadata: AuthorizationServerMetadata, _ server: Server, _ flow: Grant.Flow, _ options: LoginOptions,
    _ check: MetadataCheck
  ) throws(EngineError) {
    let step = ExchangeStep(.authorizationServerMetadata, server: server.name)
    do { try check(metadata) } catch { throw .oauth(error, step) }
    guard
      options.clientID != nil || flow == .workload || metadata.registrationEndpoint != nil
        || (options.clientMetadata != nil && metadata.clientIDMetadataDocumentSupported)
    else {
      let takesDocuments = metadata.clientIDMetadataDocumentSupported
      let missing = OAuthError.unsupported(takesDocuments ? .clientWithoutDocument : .clientRegistration)
      throw .oauth(metadata.unusable("registration_endpoint") ?? missing, step)
    }
  }

  /// Whether the server said this of itself, so that another may do better.
  private static func isStatement(_ error: OAuthError) -> Bool {
    switch error {
    case .invalidDocument, .insecureEndpoint, .unsupported: true
    case .refused, .redirected, .httpFailure: false
    }
  }
}
