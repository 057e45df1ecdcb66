import FoundationEssentials
import HTTP
import OAuth
import Registry

extension Overview {
  /// Whose login it is: by the ID token that came with it; where that does not name the person, or there is none, by the
  /// authorization server's userinfo or introspection; else by what the registry remembers.
  ///
  /// A server that is down costs the answer only where nothing else is known.
  func whoAmI(_ name: String, account: String?) async throws(EngineError) -> LoginOwner {
    let server = try stored(registry.server(name))
    guard server.authorization != .none else { throw .needsNoToken(server: name) }
    let grant = try refreshing.grant(of: server, account: account ?? server.defaultAccount)
    let keys = try keyRing.dataKeys()
    let metadata = try metadataSource.metadata(of: grant, keys)
    func identity(_ person: PersonClaims, _ source: LoginOwner.Source?) -> LoginOwner {
      let isAsked = [grant.requestedScope, grant.grantedScope].contains { $0?.tokens.contains("openid") ?? false }
      return LoginOwner(
        grant: grant, person: person, source: source,
        wantsOpenID: !isAsked && metadata.scopesSupported?.contains("openid") == true)
    }
    let kept = try stored(registry.idToken(of: grant, keys: keys))
    let claims = kept.flatMap { try? IDToken.parse($0, from: grant.issuer) }?.person
    if let claims, claims.username ?? claims.email != nil { return identity(claims, .idToken) }
    do throws(EngineError) {
      if let (person, source) = try await ask(about: grant, server, metadata, keys) { return identity(person, source) }
    } catch {
      if case .cancelled = error { throw error }
      guard claims != nil || grant.subject != nil else { throw error }
    }
    if let claims { return identity(claims, .idToken) }
    return identity(PersonClaims(subject: grant.subject), grant.subject == nil ? nil : .registry)
  }

  /// Nil where the authorization server offers neither, or does not tell this client.
  private func ask(
    about grant: Grant, _ server: Server, _ metadata: AuthorizationServerMetadata, _ keys: DataKeys
  ) async throws(EngineError) -> (PersonClaims, LoginOwner.Source)? {
    guard metadata.userinfoEndpoint != nil || metadata.introspectionEndpoint != nil else { return nil }
    let fresh = try await refreshing.fresh(server, account: grant.account, minimumValidity: nil)
    let credential = try exchanges.credential(of: fresh)
    let access = credential.token
    if let endpoint = metadata.userinfoEndpoint {
      let response = try await exchanges.send(
        UserInfo.request(access, at: endpoint), with: credential, ExchangeStep(.userInfo, server: server.name))
      // Many servers take there only tokens that were not asked for with a resource: that is no error of the login's.
      if let person = try? UserInfo.parse(response, from: endpoint, subject: fresh.subject, hiding: [access]) {
        return (person, .userInfo)
      }
    }
    guard let endpoint = metadata.introspectionEndpoint,
      let registration = try stored(registry.registration(fresh.registrationID))
    else { return nil }
    let clients = try exchanges.clients(registration, at: metadata, keys)
    let step = ExchangeStep(.introspection, server: server.name)
    let response = try await exchanges.send(as: clients, at: fresh.issuer) { client in
      Introspection.request(access, client: client, at: endpoint)
    } over: { (request) async throws(EngineError) in
      try await exchanges.send(request, step)
    }
    let found = try? Introspection.parse(response, from: endpoint, hiding: [access] + clients.flatMap(\.secrets))
    guard let person = found ?? nil, person.subject ?? person.username ?? person.email != nil else { return nil }
    return (person, .introspection)
  }
}
