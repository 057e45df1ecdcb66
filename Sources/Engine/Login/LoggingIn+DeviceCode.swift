import FoundationEssentials
import HTTP
import OAuth
import Registry

// The device grant (RFC 8628): a person confirms a code in a browser anywhere, and this program asks until they have.
extension LoggingIn {
  func authorizeWithDevice(_ plan: LoginPlan, _ options: LoginOptions) async throws(EngineError) -> Grant {
    // What the server grants is counted from the request on: it may have begun with it.
    let elapsed = dependencies.monotonic, askedAt = elapsed()
    let device = try await device(plan)
    notify(.authorizing(server: plan.server.name, issuer: plan.found.issuer, scope: plan.scope))
    notify(
      .confirm(userCode: device.userCode, page: device.verificationURI, complete: device.verificationURIComplete))
    let patience = device.expiresIn.map { min(options.timeout, .seconds($0)) } ?? options.timeout
    let end = deadline(after: patience - (elapsed() - askedAt))
    return try await redeem(
      device, plan, until: end, timeout: .deviceTimedOut(server: plan.server.name, after: patience))
  }

  private func device(_ plan: LoginPlan) async throws(EngineError) -> DeviceAuthorization {
    let step = ExchangeStep(.deviceAuthorization, server: plan.server.name)
    let endpoint: WebURL
    do { endpoint = try plan.found.metadata.requireDeviceGrant() } catch { throw .oauth(error, step) }
    let device = try await authenticatedExchange(plan, .deviceAuthorization) {
      DeviceAuthorization.request(scope: plan.scope, resource: plan.server.resource, client: $0, at: endpoint)
    } reading: { (response, secrets) throws(OAuthError) in
      try DeviceAuthorization.parse(response, from: endpoint, hiding: secrets)
    }
    let discovery = Discovery(workplace: workplace, server: plan.server.name, endpoint: plan.server.url)
    try discovery.check(device.verificationURI, "verification_uri", step)
    return device
  }

  /// Asks at the pace of the authorization server. An outage does not end it: the person may be at it this moment.
  private func redeem(
    _ device: DeviceAuthorization, _ plan: LoginPlan, until end: Deadline, timeout: EngineError
  ) async throws(EngineError) -> Grant {
    var polling = DevicePolling(interval: device.interval)
    while true {
      await dependencies.sleep(min(.seconds(polling.interval), end.left))
      guard !Task.isCancelled else { throw .cancelled }
      guard !end.hasPassed else { throw timeout }
      do throws(EngineError) {
        // Any of these answers may hold the tokens: it is stored before anything else can happen.
        return try await storing(plan) { () async throws(EngineError) in try await self.poll(device, plan) }
      } catch {
        if error.isRefusal("expired_token") { throw timeout }
        guard polling.goesOn(after: error) else { throw error }
      }
    }
  }

  private func poll(_ device: DeviceAuthorization, _ plan: LoginPlan) async throws(EngineError) -> ObtainedTokens {
    try await obtain(plan, .devicePoll, hiding: [device.deviceCode]) {
      TokenRequest.deviceCode(
        device.deviceCode, resource: plan.server.resource, client: $0, at: plan.found.metadata.tokenEndpoint)
    }
  }
}

extension EngineError {
  fileprivate func isRefusal(_ code: String) -> Bool {
    if case .oauth(.refused(let refusal), _) = self { refusal.code == code } else { false }
  }
}

extension DevicePolling {
  /// The same for a request that may have had no answer.
  fileprivate mutating func goesOn(after error: EngineError) -> Bool {
    switch error {
    case .oauth(let error, _): return goesOn(after: error)
    case .transport(let error, _):
      switch error.kind {
      case .unresolved, .unreachable, .timedOut, .closed:
        backOff()
        return true
      default: return false
      }
    default: return false
    }
  }
}
