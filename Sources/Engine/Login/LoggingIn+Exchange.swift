import HTTP
import OAuth
import Registry

extension LoggingIn {
  /// One authenticated exchange of a login: sent as the client is known to authenticate, and read.
  ///
  /// What may bring tokens is sent quietly: it must not wait for a reader of stderr, nor for the registry, where `noting`
  /// takes down the way to authenticate that was refused before another was taken.
  func authenticatedExchange<Answer>(
    _ plan: LoginPlan, _ kind: ExchangeStep.Kind, hiding secrets: @autoclosure () -> [Secret] = [],
    quietly: Bool = false, proofs: ProofMaker? = nil, noting: ((ClientAuthenticationMethod) -> Void)? = nil,
    _ request: (OAuthClient) async throws(EngineError) -> HTTPRequest,
    reading: (HTTPResponse, [Secret]) throws(OAuthError) -> Answer
  ) async throws(EngineError) -> Answer {
    let step = ExchangeStep(kind, server: plan.server.name)
    func attempt() async throws(EngineError) -> (HTTPResponse, [Secret]) {
      // An assertion of the client is good for one request.
      let clients = try exchanges.clients(plan.registration, at: plan.found.metadata, plan.keys)
      let (response, refused) = try await exchanges.tryMethods(
        to: clients,
        making: { (client) async throws(EngineError) in
          let made = try await request(client)
          return proofs?.proved(made) ?? made
        },
        over: { (request) async throws(EngineError) in
          let response =
            quietly ? try await exchanges.sendQuietly(request, step) : try await exchanges.send(request, step)
          proofs?.note(response.head, from: request.url)
          return response
        })
      if let refused, let noting {
        noting(refused)
      } else if let refused {
        exchanges.noteRefused(refused, at: plan.registration.issuer)
      }
      return (response, clients.flatMap(\.secrets))
    }
    var (response, held) = try await attempt()
    // RFC 9449 §8: nothing was done, and whatever the request carried is not spent. Once: two refusals are an answer.
    if proofs != nil, DPoPNonce.isDemanded(by: response) { (response, held) = try await attempt() }
    let told = secrets() + held
    do { return try reading(response, told) } catch {
      try metadataSource.doubtMetadata(of: plan.registration.issuer, after: error)
      throw .oauth(ForeignText(hiding: told).cleaned(error), step)
    }
  }
}
