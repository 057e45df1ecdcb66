import FoundationEssentials
import HTTP
import OAuth
import Registry

/// Adding servers and logging in to them.
struct LoggingIn: Room {
  let workplace: Workplace
  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var locks: Locks { Locks(workplace: workplace) }
  var exchanges: Exchanges { Exchanges(workplace: workplace) }
  var metadataSource: MetadataSource { MetadataSource(workplace: workplace) }
  var identityProviders: IdentityProviders { IdentityProviders(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }
  var registrar: Registrar { Registrar(workplace: workplace) }
  var revoking: Revoking { Revoking(workplace: workplace) }
  var calling: Calling { Calling(workplace: workplace) }

  /// Logs in to a server that is in the registry; the login it replaces is gone only when the new one is stored.
  func login(
    _ name: String, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    let server = try stored(registry.server(name))
    let account = account ?? server.defaultAccount
    let challenge = try await challenge(of: server, flow(to: server, account: account, options), options)
    let grant = try await recordingFailure(of: server, account) { () async throws(EngineError) in
      try await authorize(server, isNew: false, account: account, challenge, options)
    }
    try await settleReplaced(grant)
    return grant
  }

  /// What a server that is stored says to a request without a token. Throws `needsNoToken` where it wants none.
  func challenge(
    of server: Server, _ flow: Grant.Flow, _ options: LoginOptions
  ) async throws(EngineError) -> BearerChallenge? {
    if server.settings.isIdentityProvider == true { return nil }
    let discovery = Discovery(workplace: workplace, server: server.name, endpoint: server.url)
    switch try await discovery.probe(for: flow) {
    case .challenged(let challenge, _): return challenge
    case .open:
      let isLegacy = options.legacyAuth || server.settings.legacyAuth == true
      guard try await isGuarded(discovery, isLegacy: isLegacy) else { throw .needsNoToken(server: server.name) }
      return nil
    }
  }

  /// Some servers show their tools to all and guard only the calls: their metadata tells, or the person.
  func isGuarded(_ discovery: Discovery, isLegacy: Bool) async throws(EngineError) -> Bool {
    if isLegacy { return true }
    return try await discovery.isGuarded()
  }

  /// Plan, obtain, store; each step is kept before the next needs it.
  func authorize(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    try await planning(server, isNew: isNew, account: account, challenge, options) {
      (plan) async throws(EngineError) in
      try await self.obtain(plan, options)
    }
  }

  /// Makes a plan and goes by it. A client that turns out to be refused is replaced once, with a plan of its own.
  func planning<Value>(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions,
    _ body: (LoginPlan) async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    let first = try await plan(server, isNew: isNew, account: account, challenge, options)
    do throws(EngineError) { return try await body(first) } catch {
      guard try mayPlanAgain(after: error, first) else { throw error }
    }
    var options = options
    options.newRegistration = false
    return try await body(try await plan(server, isNew: isNew, account: account, challenge, options))
  }

  private func mayPlanAgain(after error: EngineError, _ plan: LoginPlan) throws(EngineError) -> Bool {
    // Another process has deleted the client since the plan was made.
    if case .registration(.unknown, _) = error { return true }
    guard error.refusesClient else { return false }
    return try registrar.retireRefused(plan.registration, plan.found.metadata)
  }

  private func obtain(_ plan: LoginPlan, _ options: LoginOptions) async throws(EngineError) -> Grant {
    let begun = try begun(plan, for: options.timeout)
    return try await forgettingOnFailure(begun) { () async throws(EngineError) in
      switch begun.flow {
      case .authorizationCode: try await authorizeWithCode(begun, options)
      case .deviceCode: try await authorizeWithDevice(begun, options)
      case .clientCredentials: try await authorizeAsClient(begun)
      case .workload: try await authorizeAsWorkload(begun)
      case .enterprise: try await authorizeByIdentity(begun)
      }
    }
  }

  /// A first request with the new token: a login that does not work must not look like one that does.
  func prove(_ grant: Grant) async throws(EngineError) {
    do throws(EngineError) {
      let server = try stored(registry.server(grant.serverName))
      // Its ID token has been looked at, and there are no tools to ask it for.
      if server.settings.isIdentityProvider == true { return }
      _ = try await calling.fetchTools(server, account: grant.account, deadline: .seconds(30))
    } catch {
      throw .notProven(server: grant.serverName, error)
    }
  }
}
