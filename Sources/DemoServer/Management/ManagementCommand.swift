/// The commands of the management port.
enum ManagementCommand: String, Sendable, CaseIterable {
  case index = "GET /"
  case state = "GET /state"
  case advanceClock = "POST /clock"
  case requests = "GET /requests"
  case clearRequests = "DELETE /requests"
  case addClient = "POST /clients"
  case forgetClients = "DELETE /clients"
  case publishDocument = "POST /documents"
  case issueInitialAccessToken = "POST /initial-access-tokens"
  case issuePlatformToken = "POST /platform-tokens"
  case forgetSessions = "DELETE /sessions"
  case expire = "POST /expire"
  case revokeAll = "POST /revoke-all"
  case consent = "POST /consent"
  case devices = "GET /devices"
  case decideDevice = "POST /devices"
  case setBehaviours = "POST /behaviours"
  case behaviours = "GET /behaviours"
  case planFaults = "POST /faults"
  case faults = "GET /faults"
  case clearFaults = "DELETE /faults"

  init?(method: String, path: String) { self.init(rawValue: "\(method) \(path)") }

  /// What it does, for `GET /`.
  var summary: String {
    switch self {
    case .index: "this list, and the names of the faults and behaviours"
    case .state: "the clock and how much there is of everything"
    case .advanceClock: #"{"advance": seconds}: moves the server's clock forward"#
    case .requests: "every request on the protocol port, without its secrets"
    case .clearRequests: "empties that list"
    case .addClient: #"{"redirect_uris": […], "client_id"?, "client_secret"?, …}: registers a client by hand"#
    case .forgetClients: "forgets every registration"
    case .publishDocument: #"{"document": {…}, "url"?: address}: what stands at a client's address"#
    case .issueInitialAccessToken: "a new initial access token for registration"
    case .issuePlatformToken: #"{"subject": name, "audience"?: issuer, "lifetime"?: seconds}: a token of the platform"#
    case .forgetSessions: "ends every session of the session-based protocol"
    case .expire: "lets every access token expire now"
    case .revokeAll: "revokes every grant with all its tokens"
    case .consent: #"{"mode": "page" | "allow" | "deny", "subject"?: name}"#
    case .devices: "the devices that wait for a person"
    case .decideDevice: #"{"user_code": code, "decision": "allow" | "deny"}"#
    case .setBehaviours: #"{"on"?: [name, …], "off"?: [name, …]}: switches behaviours"#
    case .behaviours: "the behaviours that are on"
    case .planFaults:
      #"[{"endpoint": …, "fault": …, "times"?: n or null, "after"?: n, "probability"?: p, …}]: the new plan"#
    case .faults: "the faults that have not happened yet"
    case .clearFaults: "ends all faults"
    }
  }

  func run(_ body: JSON, in world: inout World) -> ManagementResult {
    switch self {
    case .index: return .done(ManagementIndex.json)
    case .state: return .done(ManagementState.json(world))
    case .advanceClock: return ManagementChanges.advance(body, in: &world)
    case .requests: return .done(.array(world.log.requests.map(\.json)))
    case .clearRequests: world.log.clear()
    case .addClient: return ManagedClient.add(body, in: &world)
    case .forgetClients: world.clients.forgetAll()
    case .publishDocument: return ManagedDocument.publish(body, in: &world)
    case .issueInitialAccessToken:
      return .done(["initial_access_token": .string(ManagedRegistration.issueInitialAccessToken(in: &world))])
    case .issuePlatformToken: return ManagedPlatform.issue(body, in: &world)
    case .forgetSessions: world.sessions.forgetAll()
    case .expire: world.tokens.expireAccessTokens(now: world.clock.now)
    case .revokeAll: world.tokens.revokeAll()
    case .consent: return ManagementChanges.consent(body, in: &world)
    case .devices: return .done(ManagedDevices.json(world))
    case .decideDevice: return ManagedDevices.decide(body, in: &world)
    case .setBehaviours: return ManagedBehaviours.change(body, in: &world)
    case .behaviours: return .done(ManagedBehaviours.json(world.behaviours))
    case .planFaults: return ManagedFaults.plan(body, in: &world)
    case .faults: return .done(ManagedFaults.json(world.faults))
    case .clearFaults: world.faults = FaultPlan()
    }
    return .ok
  }
}
