import FoundationEssentials
import HTTP
import OAuth
import Registry

// Workload identity (RFC 7523 §2.1; SEP-1933): no person and no secret of ours. The platform says in a file who this program
// is, and writes the file anew before that ends, so it is read for each request and kept nowhere.
extension LoggingIn {
  func authorizeAsWorkload(_ plan: LoginPlan) async throws(EngineError) -> Grant {
    notify(.authorizing(server: plan.server.name, issuer: plan.found.issuer, scope: plan.scope))
    return try await storing(plan) { () async throws(EngineError) in
      let assertion = try self.assertion(plan.assertionFile, plan.server)
      try self.checkUnrefused(assertion, plan)
      do throws(EngineError) {
        return try await self.obtain(plan, .assertion, hiding: [assertion.token]) {
          TokenRequest.assertion(
            assertion.token, scope: plan.scope, resource: plan.server.resource, client: $0,
            at: plan.found.metadata.tokenEndpoint)
        }
      } catch {
        if error.refusesAssertion(of: plan.registration) { try self.noteRefused(assertion, plan) }
        throw error
      }
    }
  }

  /// What the platform's file holds now. It is checked for what can be seen from here: a request that can only fail would
  /// count as a refusal.
  func assertion(_ path: String?, _ server: Server) throws(EngineError) -> WorkloadAssertion {
    guard let path else { throw .needsAssertionFile(server: server.name) }
    return try refreshing.assertion(path, server: server.name)
  }

  /// The client a person named; else the one that the login it replaces was made with; else none, and the assertion's
  /// subject is who asks (RFC 7521 §4.1).
  func workloadClient(
    for found: DiscoveredAuthorization, _ server: Server, isNew: Bool, _ known: Grant?, _ options: LoginOptions,
    _ path: String?, _ keys: DataKeys
  ) throws(EngineError) -> Registration {
    try exchanges.keep(options.assertionAudience, at: found.issuer)
    let subject = try assertion(path, server).subject
    let isolation = NewRegistration.Isolation.isolated(for: isNew ? nil : server.id)
    if let id = options.clientID { return try registrar.clientGivenByPerson(id, found, isolation, options, keys) }
    if let known, known.flow == .workload, known.issuer == found.issuer,
      let registration = try stored(registry.registration(known.registrationID)),
      registration.state == .active, registration.isNamed || registration.clientID == subject
    {
      return registration
    }
    return try registrar.insert(
      NewRegistration(
        issuer: found.issuer, kind: .preRegistered, clientID: subject, clientSecret: nil, method: .none,
        redirectURIs: [], isolation: isolation, isNamed: false), keys)
  }

  /// SEP-1933: a rejected assertion is not sent again. Another client, or another issuer, has not rejected it yet.
  private func checkUnrefused(_ assertion: WorkloadAssertion, _ plan: LoginPlan) throws(EngineError) {
    guard let grant = try refusing(plan), let path = plan.assertionFile,
      grant.refusedAssertion == assertion.token.fingerprint
    else { return }
    throw .assertionFile(server: plan.server.name, AssertionFileError(path: path, .refused))
  }

  /// The login that stays, if there is one, remembers it.
  private func noteRefused(_ assertion: WorkloadAssertion, _ plan: LoginPlan) throws(EngineError) {
    guard let grant = try refusing(plan) else { return }
    try stored(registry.noteRefusedAssertion(assertion.token.fingerprint, of: grant))
  }

  private func refusing(_ plan: LoginPlan) throws(EngineError) -> Grant? {
    let grant = try stored(registry.grant(of: plan.server, account: plan.account))
    // A client that is named again has another row.
    let client = plan.registration
    return grant.flatMap { $0.issuer == client.issuer && $0.clientID == client.clientID ? $0 : nil }
  }
}

extension EngineError {
  /// Whether the authorization server has judged the assertion (RFC 7521 §4.1.1). Of a client that is not named it is all
  /// there is.
  fileprivate func refusesAssertion(of client: Registration) -> Bool {
    guard case .oauth(let error, _) = self else { return false }
    return switch RefreshAnswer(.failure(error)) {
    case .grantRefused: true
    case .clientRefused: !client.isNamed
    default: false
    }
  }
}
