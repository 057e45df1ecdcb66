import FoundationEssentials
import OAuth
import Registry

// Metadata that declares another issuer than the server names: refused (RFC 8414 §3.3), unless a person vouches for it.
extension MetadataSource {
  /// What a login keeps of the person's word; nil where the documents agree, and nobody's word is needed.
  ///
  /// Throws `issuerChanged` where the token endpoint is at another origin than when the word was given, and it is not given
  /// again now.
  func trusted(
    _ chosen: ChosenIssuer, _ server: Server, _ options: LoginOptions
  ) throws(EngineError) -> TrustedIssuer? {
    let declared = chosen.metadata.issuer, origin = chosen.metadata.tokenEndpoint.origin
    guard let trusted = server.settings.trustedIssuer, !Issuer.matches(declared, chosen.named) else { return nil }
    if let before = trusted.tokenOrigin, before != origin, options.trustIssuer == nil {
      try noteIssuerChange(of: server, from: declared, to: [origin])
      throw .trustedIssuerMoved(server: server.name, issuer: declared, from: before, to: origin)
    }
    // Metadata is kept by issuer: what this server names must not become what the logins of others are renewed by.
    if let known = try keptOrigin(of: declared), known != origin, try hasOtherLogins(at: declared, than: server) {
      throw .trustedIssuerInUse(server: server.name, issuer: declared, known: known, named: origin)
    }
    if options.trustIssuer != nil {
      try note(
        Event(
          .issuerTrusted, at: dependencies.now(), server: server.name, issuer: declared,
          cause: String(chosen.named.prefix(200)), actor: actor))
      notify(.trustingIssuer(server: server.name, declared: declared, named: chosen.named))
    }
    return TrustedIssuer(declared: declared, named: chosen.named, tokenOrigin: origin)
  }

  private func keptOrigin(of issuer: String) throws(EngineError) -> String? {
    guard let keys = try keyRing.existingKeys(), let kept = try stored(registry.metadata(of: issuer, keys: keys)) else {
      return nil
    }
    return (try? AuthorizationServerMetadata.parse(kept.json, from: issuer, issuer: issuer))?.tokenEndpoint.origin
  }

  private func hasOtherLogins(at issuer: String, than server: Server) throws(EngineError) -> Bool {
    try stored(registry.grants()).contains {
      $0.issuer == issuer && $0.serverName != server.name && $0.state != .revoked
    }
  }

  /// The spelling under which a client is registered, where only the lone `/` differs (`Issuer.matches`).
  func spelling(of issuer: String) throws(EngineError) -> String {
    guard let other = Issuer.otherSpelling(of: issuer),
      try stored(registry.activeRegistration(issuer: issuer)) == nil,
      try stored(registry.activeRegistration(issuer: other)) != nil
    else { return issuer }
    return other
  }
}

extension Server {
  /// Whether what the server names is the issuer that its logins are bound to, or the place where a person has vouched for
  /// it.
  func isBound(to named: String) -> Bool {
    guard let issuer else { return false }
    return Issuer.matches(named, issuer) || Issuer.matches(keyed(named), issuer)
  }

  /// The issuer that is declared at the place that the server names, as far as a person has vouched for it there.
  func keyed(_ named: String) -> String {
    guard let trusted = settings.trustedIssuer, let place = trusted.named, Issuer.matches(place, named) else {
      return named
    }
    return trusted.declared
  }
}
