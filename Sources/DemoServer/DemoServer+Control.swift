/// What the management port can do, for tests in the same process.
extension DemoServer {
  /// The server's clock: seconds since 1970.
  public var now: Double { with { $0.clock.now } }

  /// Moves the server's clock forward; a negative value does nothing.
  public func advanceClock(by seconds: Double) { with { $0.clock.advance(by: seconds) } }

  /// Every request on the protocol port since the start or the last `clearRequests()`, in order.
  public func requests() -> [LoggedRequest] { with { $0.log.requests } }

  /// Empties the request log; the numbering goes on.
  public func clearRequests() { with { $0.log.clear() } }

  /// What the authorization endpoint does from now on, and which person is signed in there.
  public func setConsent(_ mode: ConsentMode, subject: String? = nil) {
    with { world in
      world.consent = mode
      if let subject { world.subject = subject }
    }
  }

  /// In which ways the server differs from its usual self now.
  public var behaviours: Set<Behaviour> { with { $0.behaviours } }

  /// Switches behaviours; one that is in both sets is off.
  public func setBehaviours(on: Set<Behaviour> = [], off: Set<Behaviour> = []) {
    with { world in
      world.behaviours.formUnion(on)
      world.behaviours.subtract(off)
    }
  }

  /// The codes that devices show and nobody has decided about.
  public var waitingUserCodes: [String] { with { $0.devices.pending(now: $0.clock.now).map(\.userCode) } }

  /// Decides about a device as the person who is signed in; `false` if no device waits with this code.
  @discardableResult
  public func decideDevice(_ userCode: String, allow: Bool) -> Bool {
    with { world in
      let decision: DeviceStore.Decision = allow ? .allowed(subject: world.subject) : .denied
      return world.devices.decide(userCode: userCode, decision, now: world.clock.now)
    }
  }

  /// Replaces the fault plan; an empty one ends all faults. What is left to chance is drawn from the seed.
  public func plan(_ faults: [PlannedFault], seed: UInt64 = 0) { with { $0.faults = FaultPlan(faults, seed: seed) } }

  /// The faults that have not happened yet.
  public var plannedFaults: [PlannedFault] { with { $0.faults.entries } }

  /// Registers a client by hand, as an administrator would; one with the same id is replaced.
  @discardableResult
  public func preregister(_ client: PreregisteredClient) -> PreregisteredClient {
    with { $0.preregister(client) }
  }

  /// Publishes a client document: at an address below this server's `/documents/`, or as what this server finds at an
  /// address it cannot reach. Text that is no JSON publishes nothing.
  public func publish(clientDocument: String, at url: String? = nil) {
    guard let document = JSON.parse(Array(clientDocument.utf8)) else { return }
    with { $0.documents.publish(document, at: url ?? $0.places.sampleDocument) }
  }

  /// A new initial access token for registration (RFC 7591 §3); it can be used as often as needed.
  public func issueInitialAccessToken() -> String { with { ManagedRegistration.issueInitialAccessToken(in: &$0) } }

  /// A token as a platform gives it to a program that runs on it, for the usual authorization server; it can be used as
  /// often as needed. A lifetime below zero makes one that has expired.
  public func issuePlatformToken(to subject: String, audience: String? = nil, lifetime: Int = 3600) -> String {
    with { PlatformToken.issue(to: subject, audience: audience ?? $0.issuer(of: .demo), lifetime: lifetime, in: $0) }
  }

  /// Forgets every registration; tokens stay as they are.
  public func forgetClients() { with { $0.clients.forgetAll() } }

  /// Ends every session of the session-based protocol.
  public func forgetSessions() { with { $0.sessions.forgetAll() } }

  /// Lets every access token expire now; refresh tokens stay good.
  public func expireAccessTokens() {
    with { $0.tokens.expireAccessTokens(now: $0.clock.now) }
  }

  /// Revokes every grant with all its tokens.
  public func revokeAll() { with { $0.tokens.revokeAll() } }
}
