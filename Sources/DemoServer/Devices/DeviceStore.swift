/// Device authorizations: a code for the device, and one for the person to type (RFC 8628 §3.2).
struct DeviceStore: Sendable {
  enum Decision: Sendable, Equatable {
    case pending
    case allowed(subject: String)
    case denied
  }

  struct Authorization: Sendable {
    let realm: Realm
    let clientID: String
    let clientName: String
    let scopes: [Scope]
    let resource: String
    let userCode: String
    let expiresAt: Double
    /// The least time between two polls, in seconds.
    var interval: Double
    var lastPoll: Double?
    var decision = Decision.pending
    var spent = false
  }

  enum Refusal: Error, Sendable, Equatable {
    case unknown
    /// It belongs to another client.
    case foreign
    case spent
    case expired
    case denied
    case pending
    case tooFast
  }

  static let lifetime: Double = 600
  /// RFC 8628 §3.5: what `slow_down` adds to the interval for good.
  static let penalty: Double = 5

  private var authorizations: [String: Authorization] = [:]
  /// Pages that were shown and not answered yet.
  private var tickets: [String: String] = [:]

  mutating func add(_ authorization: Authorization) -> String {
    let deviceCode = RandomText.make("device_")
    authorizations[deviceCode] = authorization
    return deviceCode
  }

  /// Undecided and unexpired ones.
  func pending(now: Double) -> [Authorization] {
    authorizations.values.filter { $0.decision == .pending && now < $0.expiresAt }
      .sorted { ($0.expiresAt, $0.userCode) < ($1.expiresAt, $1.userCode) }
  }

  /// What a code that a person typed stands for, with a ticket for the answer.
  mutating func show(_ typed: String, now: Double) -> (authorization: Authorization, ticket: String)? {
    guard let deviceCode = pendingDeviceCode(of: typed, now: now), let found = authorizations[deviceCode] else {
      return nil
    }
    let ticket = RandomText.make("ask_")
    tickets[ticket] = deviceCode
    return (found, ticket)
  }

  /// `false`: the ticket is unknown, or its code was decided or has expired meanwhile.
  mutating func decide(ticket: String, _ decision: Decision, now: Double) -> Bool {
    guard let deviceCode = tickets.removeValue(forKey: ticket) else { return false }
    return decide(deviceCode: deviceCode, decision, now: now)
  }

  mutating func decide(userCode: String, _ decision: Decision, now: Double) -> Bool {
    guard let deviceCode = pendingDeviceCode(of: userCode, now: now) else { return false }
    return decide(deviceCode: deviceCode, decision, now: now)
  }

  @discardableResult
  mutating func decide(deviceCode: String, _ decision: Decision, now: Double) -> Bool {
    guard let found = authorizations[deviceCode], found.decision == .pending, now < found.expiresAt else {
      return false
    }
    authorizations[deviceCode]?.decision = decision
    return true
  }

  func resource(of deviceCode: String) -> String? { authorizations[deviceCode]?.resource }

  /// RFC 8628 §3.5. A code is good for one use.
  mutating func poll(
    _ deviceCode: String, by client: Client, now: Double, _ manner: PollManner
  ) throws(Refusal) -> (authorization: Authorization, subject: String) {
    guard let found = authorizations[deviceCode] else { throw .unknown }
    guard found.clientID == client.id, found.realm == client.realm else { throw .foreign }
    guard !found.spent else { throw .spent }
    guard now < found.expiresAt else { throw .expired }
    authorizations[deviceCode]?.lastPoll = now
    if manner.slowsDown(found, now: now) {
      authorizations[deviceCode]?.interval += Self.penalty
      throw .tooFast
    }
    switch found.decision {
    case .pending: throw .pending
    case .denied: throw .denied
    case .allowed(let subject):
      authorizations[deviceCode]?.spent = true
      return (found, subject)
    }
  }

  private func pendingDeviceCode(of typed: String, now: Double) -> String? {
    let wanted = UserCode.normalize(typed)
    return authorizations.first { _, candidate in
      UserCode.normalize(candidate.userCode) == wanted && candidate.decision == .pending && now < candidate.expiresAt
    }?.key
  }
}
