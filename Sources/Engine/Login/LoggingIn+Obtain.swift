import FoundationEssentials
import HTTP
import OAuth
import Registry

extension LoggingIn {
  /// A login's request for tokens: with a proof where they are to be bound to a key, and quietly, because nothing may stand
  /// between the answer and its commit.
  ///
  /// Tokens that were to be bound and are not are taken back (RFC 9449 §5): whoever asked for the binding relies on it.
  func obtain(
    _ plan: LoginPlan, _ kind: ExchangeStep.Kind, hiding secrets: @autoclosure () -> [Secret] = [],
    _ request: (OAuthClient) async throws(EngineError) -> HTTPRequest
  ) async throws(EngineError) -> ObtainedTokens {
    let endpoint = plan.found.metadata.tokenEndpoint
    let obtainedAt = dependencies.now()
    let proofs = exchanges.proofs(with: plan.dpopKey, for: .authorizationServer)
    var unbound: TokenResponse?
    var refused: ClientAuthenticationMethod?
    do throws(EngineError) {
      let response = try await authenticatedExchange(
        plan, kind, hiding: secrets(), quietly: true, proofs: proofs, noting: { refused = $0 }, request
      ) {
        (response, secrets) throws(OAuthError) in
        do throws(OAuthError) {
          return try TokenResponse.parse(
            response, from: endpoint, expecting: proofs == nil ? .bearer : .dpop, hiding: secrets)
        } catch {
          if case .unsupported(.tokenType(_, wanted: .dpop)) = error {
            unbound = try? TokenResponse.parse(response, from: endpoint)
          }
          throw error
        }
      }
      return ObtainedTokens(
        response: response, obtainedAt: obtainedAt, dpopKey: plan.dpopKey?.stored, refusedMethod: refused)
    } catch {
      if let refused { exchanges.noteRefused(refused, at: plan.registration.issuer) }
      if let unbound { await takeBack(ObtainedTokens(response: unbound, obtainedAt: obtainedAt), plan, after: error) }
      throw error
    }
  }
}
