import HTTP
import OAuth
import Registry

extension LoggingIn {
  /// The question for a browser, with a verifier and a state of its own; pushed where that is demanded.
  func question(_ plan: LoginPlan, redirectURI: WebURL) async throws(EngineError) -> PreparedAuthorization {
    let pkce = PKCE(randomBytes: dependencies.randomBytes(32))
    let state = Secret(Base64URL.encode(dependencies.randomBytes(24)))
    let request = AuthorizationRequest(
      clientID: plan.registration.clientID, redirectURI: redirectURI, scope: plan.scope, state: state,
      challenge: pkce.challenge, resource: plan.server.resource, dpopThumbprint: plan.dpopKey?.thumbprint,
      extra: (plan.server.settings.authorizeParameters ?? []).compactMap(AuthorizeParameter.init))
    let pushed = try await push(request, plan)
    let url: WebURL
    do throws(OAuthError) {
      let endpoint = try plan.found.authorizationEndpoint()
      if let pushed { url = try request.url(at: endpoint, for: pushed) } else { url = try request.url(at: endpoint) }
    } catch { throw .oauth(error, ExchangeStep(.authorization, server: plan.server.name)) }
    let expectation = AuthorizationResponse.Expectation(
      redirectURI: redirectURI, state: state, issuer: plan.found.metadata.issuer,
      issRequired: plan.found.metadata.issParameterSupported)
    return PreparedAuthorization(
      url: url, expectation: expectation, verifier: pkce.verifier, urlExpiresIn: pushed?.expiresIn)
  }

  /// Nil where the request may go through the browser as a whole: pushing it is one exchange more, and bounds the time a
  /// person has to minutes.
  private func push(
    _ request: AuthorizationRequest, _ plan: LoginPlan
  ) async throws(EngineError) -> PushedAuthorization? {
    guard try isPushDemanded(plan) else { return nil }
    guard let endpoint = plan.found.metadata.pushedAuthorizationRequestEndpoint else {
      throw .oauth(
        plan.found.metadata.unusable("pushed_authorization_request_endpoint") ?? .unsupported(.pushedRequests),
        ExchangeStep(.authorizationServerMetadata, server: plan.server.name))
    }
    return try await authenticatedExchange(plan, .pushedAuthorization) {
      request.pushed(by: $0, to: endpoint)
    } reading: {
      (response, secrets) throws(OAuthError) in
      try PushedAuthorization.parse(response, from: endpoint, hiding: secrets)
    }
  }

  /// By the authorization server for everybody (RFC 9126 §5), or for this client (§6).
  private func isPushDemanded(_ plan: LoginPlan) throws(EngineError) -> Bool {
    if plan.found.metadata.requiresPushedAuthorizationRequests { return true }
    let document = try stored(registry.document(of: plan.registration, keys: plan.keys))
    return document.map(PushedAuthorization.isDemanded) ?? false
  }
}
