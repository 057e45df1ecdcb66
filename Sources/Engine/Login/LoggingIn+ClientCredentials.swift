import HTTP
import OAuth
import Registry

// The client credentials grant (RFC 6749 §4.4; MCP extension `io.modelcontextprotocol/oauth-client-credentials`): no person,
// no browser, no refresh token. The client asks again when its token is spent.
extension LoggingIn {
  func authorizeAsClient(_ plan: LoginPlan) async throws(EngineError) -> Grant {
    notify(.authorizing(server: plan.server.name, issuer: plan.found.issuer, scope: plan.scope))
    return try await storing(plan) { () async throws(EngineError) in
      try await self.obtain(plan, .clientCredentials) {
        TokenRequest.clientCredentials(
          scope: plan.scope, resource: plan.server.resource, client: $0, at: plan.found.metadata.tokenEndpoint)
      }
    }
  }

  /// A client that was made by hand and has a secret or a key: given now, or for an earlier login. None is registered for
  /// this grant, because who may act without a person is not for a stranger to decide.
  ///
  /// It is the server's own: a browser's login at the same issuer is another client's.
  func provenClient(
    for found: DiscoveredAuthorization, _ server: Server, isNew: Bool, _ options: LoginOptions, _ keys: DataKeys
  ) throws(EngineError) -> Registration {
    try exchanges.keep(options.assertionAudience, at: found.issuer)
    let client: Registration?
    if let id = options.clientID {
      client = try registrar.clientGivenByPerson(id, found, .isolated(for: isNew ? nil : server.id), options, keys)
    } else {
      client = try withRegistry { () throws(RegistryError) -> Registration? in
        if let own = try registry.isolatedRegistration(of: server, issuer: found.issuer) { return own }
        return try registry.activeRegistration(issuer: found.issuer, kind: .preRegistered)
      }
    }
    guard let client, client.method != .none else { throw .needsProvenClient(server: server.name) }
    return client
  }
}
