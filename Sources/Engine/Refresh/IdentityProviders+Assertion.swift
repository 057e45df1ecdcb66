import HTTP
import OAuth
import Registry

// The exchange at the identity provider (RFC 8693, draft-ietf-oauth-identity-assertion-authz-grant §4.3).
extension IdentityProviders {
  /// The same for a renewal; nil for a login that nobody else has to vouch for.
  func vouch(
    for login: OpenedLogin, _ keys: DataKeys, over transport: any HTTPTransport
  ) async throws(EngineError) -> Secret? {
    guard let source = login.identity else { return nil }
    return try await identityAssertion(
      from: source, to: login.grant.issuer, resource: login.grant.resource, scope: login.grant.requestedScope,
      for: login.grant.serverName, keys, over: transport)
  }

  /// A new assertion for one request at the server's authorization server: it is good once, and nobody keeps it.
  ///
  /// Throws `identity` where the provider gives none.
  func identityAssertion(
    from source: IdentitySource, to audience: String, resource: String?, scope: Scope?, for server: String,
    _ keys: DataKeys, over transport: any HTTPTransport
  ) async throws(EngineError) -> Secret {
    let endpoint = source.metadata.tokenEndpoint
    func failed(_ cause: IdentityFailure.Cause) -> EngineError {
      .identity(IdentityFailure(provider: source.grant.serverName, host: endpoint.host, cause: cause), server: server)
    }
    let clients = try exchanges.clients(source.registration, at: source.metadata, keys)
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await exchanges.send(as: clients, at: source.grant.issuer) { client in
        var request = TokenExchange.request(
          idToken: source.idToken, audience: audience, resource: resource, scope: scope, client: client, at: endpoint)
        request.deadline = .seconds(15)
        return request
      } over: { (request) async throws(TransportError) in
        try await exchanges.send(request, of: source.grant.serverName, over: transport)
      }
    } catch { throw failed(.transport(error)) }
    let told = [source.idToken] + clients.flatMap(\.secrets)
    do throws(OAuthError) { return try TokenExchange.parse(response, from: endpoint, hiding: told) } catch {
      throw failed(.oauth(ForeignText(hiding: told).cleaned(error)))
    }
  }
}
