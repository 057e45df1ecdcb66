import HTTP
import OAuth
import Registry

// The authorization code flow (RFC 6749 §4.1): a person's browser goes out, and a code comes back.
extension CredentialManager {
  func authorizeWithCode(_ plan: LoginPlan, _ options: LoginOptions) async throws(EngineError) -> Grant {
    let flow = AuthorizationFlow(manager: self, server: plan.server.name, found: plan.found, options: options)
    let answer = try await flow.run(plan.registration, scope: plan.scope, resource: plan.server.resource)
    return try await storing(plan) { () async throws(EngineError) in try await self.exchange(answer, plan) }
  }

  /// Spends the code. It is spent once: an ambiguous failure is never sent again (OAuth 2.1 §4.1.3).
  func exchange(
    _ answer: AuthorizationFlow.Result, _ plan: LoginPlan
  ) async throws(EngineError) -> ObtainedTokens {
    let clients = try clients(plan.registration, at: plan.found.metadata, plan.keys)
    let endpoint = plan.found.metadata.tokenEndpoint
    let step = ExchangeStep(.codeExchange, server: plan.server.name)
    let obtainedAt = dependencies.now()
    let response = try await send(as: clients, at: plan.registration.issuer) { client in
      TokenRequest.code(
        answer.code, verifier: answer.verifier, redirectURI: answer.redirectURI, resource: plan.server.resource,
        client: client, at: endpoint)
    } over: { (request) async throws(EngineError) in
      try await sendQuietly(request, step)
    }
    let secrets = [answer.code, answer.verifier] + clients.flatMap(\.secrets)
    do {
      return ObtainedTokens(
        response: try TokenResponse.parse(response, from: endpoint, hiding: secrets), obtainedAt: obtainedAt)
    } catch {
      try doubtMetadata(of: plan.registration.issuer, after: error)
      throw .oauth(error, step)
    }
  }
}
