import FoundationEssentials
import OAuth
import Registry

// What a person does about registrations by hand.
extension Registrar {
  /// Every client identity, active ones first.
  func registrations() throws(EngineError) -> [RegistrationStatus] {
    let all = try stored(registry.registrations())
    let servers = try stored(registry.servers())
    var found: [RegistrationStatus] = []
    for registration in all {
      found.append(
        RegistrationStatus(
          registration: registration,
          use: try stored(registry.use(of: registration)),
          owner: servers.first { $0.id == registration.isolatedFor }?.name,
          quirks: try stored(registry.quirks(of: registration.issuer))))
    }
    return found
  }

  /// The one that is named: by its row id, by its client id or the beginning of it, or by a server whose login was made with it.
  func registration(named name: String, account: String?) throws(EngineError) -> RegistrationStatus {
    let all = try registrations()
    if let exact = all.first(where: { String($0.registration.id) == name }) { return exact }
    let clients = all.filter { $0.registration.clientID == name }
    if clients.count > 1 { throw .registration(.ambiguous(clients.map(\.registration.id)), name) }
    if let only = clients.first { return only }
    let used = all.first { status in
      status.use.grants.contains { $0.server == name && (account == nil || $0.account == account) }
    }
    if let used { return used }
    // Enough of it that no other begins so, as with commits.
    let begun = all.filter { $0.registration.clientID.hasPrefix(name) }
    if begun.count > 1 { throw .registration(.ambiguous(begun.map(\.registration.id)), name) }
    guard name.utf8.count >= 4, let only = begun.first else { throw .registration(.unknown, name) }
    return only
  }

  /// Asks the servers of all registrations, or of the one named, whether they know them. One that is gone is retired.
  func checkRegistrations(
    _ name: String?, account: String?
  ) async throws(EngineError) -> [(status: RegistrationStatus, check: RegistrationCheck)] {
    let wanted: [RegistrationStatus]
    if let name {
      wanted = [try registration(named: name, account: account)]
    } else {
      wanted = try registrations().filter { $0.registration.state == .active }
    }
    var checks: [(status: RegistrationStatus, check: RegistrationCheck)] = []
    for status in wanted {
      let check = try await check(status.registration)
      checks.append((status: status, check: check))
    }
    return checks
  }

  private func check(_ registration: Registration) async throws(EngineError) -> RegistrationCheck {
    guard registration.isManaged else { return .unmanaged }
    let server = try place(forAskingAbout: registration)
    let check = try await ask(registration, .read, server: server, try keyRing.dataKeys())
    if case .gone(let error) = check, registration.state == .active {
      try retire(registration, cause: error.cause)
    }
    return check
  }

  /// Gives the client another secret, where its server does that; else registers another client. Logins made with the old
  /// one go on with it until they are made again.
  func rotateRegistration(_ name: String, account: String?) async throws(EngineError) -> RotatedRegistration {
    let status = try registration(named: name, account: account)
    let old = status.registration
    guard old.kind == .dynamic else { throw .registration(.notOurs, name) }
    let keys = try keyRing.dataKeys()
    let server = try place(forAskingAbout: old)
    if old.hasSecret, case .alive(let now) = try await ask(old, .renew, server: server, keys),
      now.secretObtainedAt != old.secretObtainedAt
    {
      return RotatedRegistration(registration: now, isNew: false, left: [])
    }
    let cached = try stored(registry.metadata(of: old.issuer, keys: keys))
    let step = ExchangeStep(.registration, server: server)
    guard let cached else { throw .oauth(.unsupported(.clientRegistration), step) }
    let metadata: AuthorizationServerMetadata
    do { metadata = try .parse(cached.json, from: old.issuer, issuer: old.issuer) } catch { throw .oauth(error, step) }
    let found = DiscoveredAuthorization(
      issuer: old.issuer, metadata: metadata, resource: "", resourceScopes: nil, challengeScope: nil)
    var options = LoginOptions()
    options.authMethod = old.method
    let new = try await register(
      found, server: server, scope: nil, old.isIsolated ? .isolated(for: old.isolatedFor) : .shared, .authorizationCode,
      options,
      keys)
    return RotatedRegistration(registration: new, isNew: true, left: status.use.grants)
  }

  /// Deletes a registration at its server and here. Refused while something needs it, unless a person insists: with the
  /// client go its tokens.
  func deleteRegistration(
    _ name: String, account: String?, evenInUse: Bool
  ) async throws(EngineError) -> DeletedRegistration {
    let status = try registration(named: name, account: account)
    let server = try place(forAskingAbout: status.registration)
    switch try await delete(status.registration, server: server, evenInUse: evenInUse) {
    case .inUse:
      let use = try stored(registry.use(of: status.registration))
      throw .registration(.inUse(use), name)
    case .deleted: return DeletedRegistration(registration: status.registration, outcome: .deleted)
    case .refused(let error): throw .oauth(error, ExchangeStep(.registrationManagement, server: server))
    case .unanswered(let error): throw error
    case .unmanaged:
      let event = Event(
        .registrationDeleted, at: dependencies.now(), issuer: status.registration.issuer,
        cause: status.registration.clientID, actor: actor)
      try stored(registry.forget(status.registration, event: event))
      return DeletedRegistration(registration: status.registration, outcome: .notSupported)
    }
  }
}
