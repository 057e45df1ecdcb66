import HTTP
import OAuth
import Registry

// The authorization code flow (RFC 6749 §4.1): a person's browser goes out, and a code comes back.
extension LoggingIn {
  func authorizeWithCode(_ plan: LoginPlan, _ options: LoginOptions) async throws(EngineError) -> Grant {
    let answer = try await AuthorizationFlow(workplace: workplace, plan: plan, options: options).run()
    return try await storing(plan) { () async throws(EngineError) in try await self.redeem(answer, plan) }
  }

  /// Spends the code. It is spent once: an ambiguous failure is never sent again (OAuth 2.1 §4.1.3).
  func redeem(
    _ answer: AuthorizationFlow.Result, _ plan: LoginPlan
  ) async throws(EngineError) -> ObtainedTokens {
    try await obtain(plan, .codeExchange, hiding: [answer.code, answer.verifier]) {
      TokenRequest.code(
        answer.code, verifier: answer.verifier, redirectURI: answer.redirectURI, resource: plan.server.resource,
        client: $0, at: plan.found.metadata.tokenEndpoint)
    }
  }
}
