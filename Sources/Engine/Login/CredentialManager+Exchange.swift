import HTTP
import OAuth
import Registry

extension CredentialManager {
  /// One authenticated exchange of a login: sent as the client is known to authenticate, and read.
  ///
  /// What may bring tokens is sent quietly: it must not wait for a reader of stderr.
  func exchange<Answer>(
    _ plan: LoginPlan, _ kind: ExchangeStep.Kind, hiding secrets: [Secret] = [], quietly: Bool = false,
    _ request: (OAuthClient) -> HTTPRequest, reading: (HTTPResponse, [Secret]) throws(OAuthError) -> Answer
  ) async throws(EngineError) -> Answer {
    let clients = try clients(plan.registration, at: plan.found.metadata, plan.keys)
    let step = ExchangeStep(kind, server: plan.server.name)
    let response = try await send(as: clients, at: plan.registration.issuer, request) {
      (request) async throws(EngineError) in
      quietly ? try await sendQuietly(request, step) : try await send(request, step)
    }
    do { return try reading(response, secrets + clients.flatMap(\.secrets)) } catch {
      try doubtMetadata(of: plan.registration.issuer, after: error)
      throw .oauth(error, step)
    }
  }
}
