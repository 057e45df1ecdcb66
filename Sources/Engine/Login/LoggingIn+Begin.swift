import FoundationEssentials
import HTTP
import OAuth
import Registry

// The first half of a login in two steps: everything up to the browser, kept for the process that finishes it.
extension LoggingIn {
  /// The longest that a login may wait for its answer, in seconds.
  private static let longestWait = 86_400.0

  /// Begins a login to a server that is in the registry.
  func begin(
    _ name: String, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> BegunLogin {
    let server = try stored(registry.server(name))
    let challenge = try await challenge(of: server, .authorizationCode, options)
    return try await begin(server, isNew: false, account: account ?? server.defaultAccount, challenge, options)
  }

  /// Begins a login to a server that is added when it is finished, and not before.
  func beginAdding(
    _ url: WebURL, name: String?, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> BegunAddition {
    switch try await approach(url, name: name, account: account, options) {
    case .open(let added): return .added(added)
    case .guarded(let server, let challenge):
      return .begun(
        try await begin(server, isNew: true, account: server.defaultAccount, challenge, options))
    }
  }

  private func begin(
    _ server: Server, isNew: Bool, account: String, _ challenge: BearerChallenge?, _ options: LoginOptions
  ) async throws(EngineError) -> BegunLogin {
    var options = options
    options.flow = .authorizationCode
    // Nobody is asked now: whoever reads the answer takes it to a person.
    options.browser = .show
    return try await planning(server, isNew: isNew, account: account, challenge, options) {
      (plan) async throws(EngineError) in
      try await self.begin(plan, patience: options.timeout)
    }
  }

  private func begin(_ plan: LoginPlan, patience: Duration) async throws(EngineError) -> BegunLogin {
    // No listener: the browser ends at an address that it cannot open, and its text is the answer.
    guard let redirectURI = registrar.redirects(of: plan.registration).first else {
      throw .listener(.failed("the client has no redirect URI"))
    }
    let question = try await question(plan, redirectURI: redirectURI)
    let now = dependencies.now()
    let expiresAt = now.addingTimeInterval(min(Double(patience.components.seconds), Self.longestWait))
    let new = NewPendingLogin(
      server: plan.server, isNewServer: plan.isNew, account: plan.account, registration: plan.registration,
      requestedScope: plan.scope, redirectURI: redirectURI, state: question.expectation.state,
      verifier: question.verifier, dpopKey: plan.dpopKey?.stored, createdAt: now, expiresAt: expiresAt)
    guard try stored(registry.insert(new, keys: plan.keys)) else {
      throw .registration(.unknown, plan.registration.clientID)
    }
    notify(.authorizing(server: plan.server.name, issuer: plan.found.issuer, scope: plan.scope))
    if let seconds = question.urlExpiresIn { notify(.urlExpires(after: seconds)) }
    return BegunLogin(server: plan.server.name, account: plan.account, url: question.url, expiresAt: expiresAt)
  }
}
