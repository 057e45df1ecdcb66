public import FoundationEssentials
public import HTTP
public import Registry

/// The door of the engine: one registry, the outside world, and everything that can be asked for. Each method leads into the
/// room that does it (docs/ARCHITECTURE.md); nothing inside the engine calls any of them.
public struct CredentialManager: Sendable {
  let workplace: Workplace

  /// `version` is this program's, as servers are told it; `actor` is the program that asked, for the audit trail; `notify` is
  /// told what happens while it happens.
  public init(
    registry: ServerRegistry, dependencies: Dependencies, version: String, actor: String?,
    notify: @escaping @Sendable (Notice) -> Void
  ) {
    workplace = Workplace(
      registry: registry, dependencies: dependencies, version: version, actor: actor, notify: notify)
  }

  /// What all of this is about.
  public var registry: ServerRegistry { workplace.registry }
  /// The outside world, as it was given.
  public var dependencies: Dependencies { workplace.dependencies }

  var keyRing: KeyRing { KeyRing(workplace: workplace) }
  var refreshing: Refreshing { Refreshing(workplace: workplace) }
  var registrar: Registrar { Registrar(workplace: workplace) }
  var revoking: Revoking { Revoking(workplace: workplace) }
  var calling: Calling { Calling(workplace: workplace) }
  var bridging: Bridging { Bridging(workplace: workplace) }
  var loggingIn: LoggingIn { LoggingIn(workplace: workplace) }
  var scheduling: Scheduling { Scheduling(workplace: workplace) }
  var overview: Overview { Overview(workplace: workplace) }
}

// Keys.
extension CredentialManager {
  /// Chooses a provider and makes the registry's first key with it.
  ///
  /// Throws `alreadyInitialized` where the registry has a key, and `cannotMakeKey` where the provider makes none.
  public func initialize(provider: KeyProviderKind, locator: String) throws(EngineError) {
    try keyRing.initialize(provider: provider, locator: locator)
  }

  /// Opens the registry's keys, and makes none: false where there are none yet. Throws `key` or `keyAbsent` where they do
  /// not open.
  public func checkKeys() throws(EngineError) -> Bool { try keyRing.checkKeys() }
}

// Servers and logins.
extension CredentialManager {
  /// Adds a server: finds out whether it wants a login, logs in, stores all of it at once, and proves that it works.
  ///
  /// A login that fails leaves no server behind; the registration made for it stays, and is used by the next try. `login`
  /// false stores the server alone.
  public func add(
    _ url: WebURL, name: String?, account: String?, login: Bool, _ options: LoginOptions
  ) async throws(EngineError) -> AddedServer {
    try await loggingIn.add(url, name: name, account: account, login: login, options)
  }

  /// Logs in to a server that is in the registry; the login it replaces is gone only when the new one is stored.
  ///
  /// Throws `needsNoToken` where the server wants no login, `subjectChanged` where it would replace somebody else's.
  public func login(
    _ name: String, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> Grant {
    try await loggingIn.login(name, account: account, options)
  }

  /// Begins a login to a server that is in the registry, for another process to finish.
  public func begin(_ name: String, account: String?, _ options: LoginOptions) async throws(EngineError) -> BegunLogin {
    try await loggingIn.begin(name, account: account, options)
  }

  /// Begins a login to a server that is added when it is finished, and not before.
  public func beginAdding(
    _ url: WebURL, name: String?, account: String?, _ options: LoginOptions
  ) async throws(EngineError) -> BegunAddition {
    try await loggingIn.beginAdding(url, name: name, account: account, options)
  }

  /// Finishes the login that `answer` is the answer to: the address that the browser ended at.
  ///
  /// `switchSubject` lets it replace the login of somebody else: only now it is known who has logged in. Throws
  /// `notTheAnswer` for any other text, which changes nothing, and `noPendingLogin` where none waits.
  public func finish(
    _ name: String, account: String?, _ answer: String, switchSubject: Bool = false
  ) async throws(EngineError) -> Grant {
    try await loggingIn.finish(name, account: account, answer, switchSubject: switchSubject)
  }

  /// Makes an account the one that is meant where none is named. Throws `unknownAccount` for one without a login.
  public func setDefaultAccount(_ account: String, of name: String) throws(EngineError) {
    try loggingIn.setDefaultAccount(account, of: name)
  }

  /// Takes a login back at its authorization server and forgets it here; the refresh token goes first (RFC 7009 §2.1). What
  /// could not be revoked now is owed, on disk.
  public func revoke(_ name: String, account: String?) async throws(EngineError) -> [RevokedToken] {
    try await revoking.revoke(name, account: account)
  }

  /// Removes a server: revokes each of its logins first, unless `offline`. What could not be revoked now is queued and does
  /// not keep the server here. Then its registrations are deleted at their servers where no other server uses them.
  public func remove(_ name: String, offline: Bool) async throws(EngineError) -> [RevokedToken] {
    try await revoking.remove(name, offline: offline)
  }
}

// Tokens.
extension CredentialManager {
  /// The stored access token where it is good for `minimumValidity` seconds more (nil: the default margin); nil where it must
  /// be renewed first. Synchronous, and free of everything but the registry and the key: this is the path of most calls.
  ///
  /// Throws `boundToken` for one that is bound to a key, which is not handed out: without the key it is of no use.
  public func storedToken(
    _ name: String, account: String?, minimumValidity: TimeInterval?
  ) throws(EngineError) -> HandedOutToken? {
    try refreshing.storedToken(name, account: account, minimumValidity: minimumValidity)
  }

  /// An access token that is good for `minimumValidity` seconds more (nil: the default margin), renewed where it must be.
  ///
  /// Throws `loginRequired` where only a person helps, and `boundToken` for one that is bound to a key.
  public func token(
    _ name: String, account: String?, minimumValidity: TimeInterval?
  ) async throws(EngineError) -> HandedOutToken {
    try await refreshing.token(name, account: account, minimumValidity: minimumValidity)
  }

  /// Counts the access tokens that were handed out. Called when whoever asked has them: it neither delays nor fails a
  /// hand-out.
  public func countHandOuts() { workplace.countHandOuts() }

  /// Spends the login's refresh token now, fresh or not, unless another process has done so since this one looked.
  public func refresh(_ name: String, account: String?) async throws(EngineError) -> Grant {
    try await refreshing.refresh(name, account: account)
  }

  /// A worker's part of a refresh: carries an order out under the grant's lock, which the caller holds until this returns.
  /// Tells once, as soon as it is known, how it ends; goes on for minutes where an answer can be stored nowhere.
  public func spend(_ order: RefreshOrder, keys: DataKeys, tell: (WorkerReport) -> Void) async {
    await refreshing.spend(order, keys: keys, tell: tell)
  }
}

// The schedule.
extension CredentialManager {
  /// Spends every refresh token now. `done` is told of each login as it ends; the reports are in the order of the names.
  public func refreshAll(
    _ done: @escaping @Sendable (LoginReport) -> Void
  ) async throws(EngineError) -> [LoginReport] {
    try await scheduling.refreshAll(done)
  }

  /// What the schedule asks for: logins whose time has come, and the chores. Never opens a browser.
  public func refreshDue(
    _ done: @escaping @Sendable (LoginReport) -> Void
  ) async throws(EngineError) -> ScheduleReport {
    try await scheduling.refreshDue(done)
  }

  /// The logins that `refreshDue` would renew now.
  public func plan() throws(EngineError) -> [Grant] { try scheduling.plan() }

  /// Does what the schedule asks for whenever its time has come, until the task is cancelled; what is under way then is
  /// waited for. Never opens a browser.
  ///
  /// `ran` is told how each run ended, also of one that failed as a whole: a locked keyring, say. That ends nothing; the
  /// next run may find it open.
  public func keepFresh(
    _ done: @escaping @Sendable (LoginReport) -> Void,
    ran: @escaping @Sendable (Result<ScheduleReport, EngineError>) -> Void
  ) async {
    await scheduling.keepFresh(done, ran: ran)
  }

  /// A worker's part of a chore. The error is of the registry, where that stands in the way of the rest.
  public func carryOut(_ chore: Chore, keys: DataKeys) async -> RegistryError? {
    await scheduling.carryOut(chore, keys: keys)
  }
}

// Client identities.
extension CredentialManager {
  /// Every client identity, active ones first.
  public func registrations() throws(EngineError) -> [RegistrationStatus] { try registrar.registrations() }

  /// Asks the servers of all registrations, or of the one named, whether they know them. One that is gone is retired.
  public func checkRegistrations(
    _ name: String?, account: String?
  ) async throws(EngineError) -> [(status: RegistrationStatus, check: RegistrationCheck)] {
    try await registrar.checkRegistrations(name, account: account)
  }

  /// Gives the client another secret, where its server does that; else registers another client. Logins made with the old
  /// one go on with it until they are made again.
  public func rotateRegistration(_ name: String, account: String?) async throws(EngineError) -> RotatedRegistration {
    try await registrar.rotateRegistration(name, account: account)
  }

  /// Deletes a registration at its server and here. Throws `registration(.inUse)` while something needs it, unless
  /// `evenInUse`: with the client go its tokens.
  public func deleteRegistration(
    _ name: String, account: String?, evenInUse: Bool
  ) async throws(EngineError) -> DeletedRegistration {
    try await registrar.deleteRegistration(name, account: account, evenInUse: evenInUse)
  }
}
