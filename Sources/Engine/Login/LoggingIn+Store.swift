import FoundationEssentials
import OAuth
import Registry

// The end of every login: tokens are obtained and stored under the grant's lock.
extension LoggingIn {
  /// Runs the part of a flow that cannot be undone and stores what it ends in, whatever the person presses meanwhile.
  func storing(
    _ plan: LoginPlan, _ obtain: @escaping @Sendable () async throws(EngineError) -> ObtainedTokens
  ) async throws(EngineError) -> Grant {
    try await withExistingLock(plan.server, plan.account) { () async throws(EngineError) in
      try await Shield.run { () async throws(EngineError) in
        // A full disk is found out before anything is spent.
        let known = try self.stored(self.registry.grant(of: plan.server, account: plan.account))
        do throws(TokenSpoolError) { try self.dependencies.spool.reserve(replacing: known) } catch {
          throw .spool(error)
        }
        defer { self.dependencies.spool.release() }
        let tokens = try await obtain()
        // Not before it is stored: nothing stands between the answer and its commit.
        defer {
          if let refused = tokens.refusedMethod { self.exchanges.noteRefused(refused, at: plan.registration.issuer) }
        }
        do throws(EngineError) { return try self.store(tokens, plan) } catch {
          // Nobody will ever use them.
          await self.takeBack(tokens, plan, after: error)
          throw error
        }
      }
    }
  }

  private func store(_ tokens: ObtainedTokens, _ plan: LoginPlan) throws(EngineError) -> Grant {
    let replaced = try replaceable(plan)
    let identity = identity(tokens, plan)
    guard identity != nil || plan.server.settings.isIdentityProvider != true else {
      throw .noIDToken(server: plan.server.name)
    }
    try check(identity?.subject, replacing: replaced, plan)
    let new = NewGrant(
      server: plan.server, account: plan.account, registration: plan.registration, flow: plan.flow,
      requestedScope: plan.scope, subject: identity?.subject,
      tokens: tokenSet(tokens, plan),
      idToken: identity == nil ? nil : tokens.response.idToken, dpopKey: tokens.dpopKey,
      assertionFile: plan.assertionFile, identityProvider: plan.identityProvider,
      revokesReplaced: try owes(replaced, to: tokens.response, plan))
    let event = Event(
      .login, at: dependencies.now(), server: plan.server.name, account: plan.account,
      issuer: plan.registration.issuer, actor: actor)
    return try save(new, event, plan)
  }

  private func tokenSet(_ tokens: ObtainedTokens, _ plan: LoginPlan) -> TokenSet {
    // No row has given it a number yet.
    let seed = tokens.obtainedAt.seconds &+ Int64(plan.account.utf8.reduce(0) { $0 &* 31 &+ Int($1) })
    return TokenSet(
      of: tokens.response, obtainedAt: tokens.obtainedAt, flow: plan.flow, scope: plan.scope,
      server: plan.server.id, seed: seed, idToken: nil, boot: dependencies.boot())
  }

  private func save(_ new: NewGrant, _ event: Event, _ plan: LoginPlan) throws(EngineError) -> Grant {
    func commit() throws(RegistryError) -> Grant {
      try registry.save(new, isNewServer: plan.isNew, ending: plan.mark, event: event, keys: plan.keys)
    }
    do throws(RegistryError) { return try commit() } catch {
      if error.concernsServer { throw .registry(error) }
    }
    // Once more, with the room that was kept for this.
    dependencies.spool.release()
    do throws(RegistryError) { return try commit() } catch {
      throw error.concernsServer ? .registry(error) : .notStored(server: plan.server.name, error, nil)
    }
  }

  /// The login that is there, with the answer that its spool file may still hold. Where that cannot be stored now it must
  /// not cost the new login.
  private func replaceable(_ plan: LoginPlan) throws(EngineError) -> Grant? {
    let found = try stored(registry.grant(of: plan.server, account: plan.account))
    guard let found else { return nil }
    return (try? refreshing.storeSpooled(found)) ?? found
  }

  /// Under the grant's lock where there is a grant to replace.
  private func withExistingLock<Value: Sendable>(
    _ server: Server, _ account: String, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    let grant = try stored(registry.grant(of: server, account: account))
    if let grant { return try await under(try await locks.lock(grant), body) }
    // The first logins of one server wait for each other, and the second finds the first one's grant.
    return try await under(try await locks.lock(server)) { () async throws(EngineError) in
      let grant = try stored(registry.grant(of: server, account: account))
      guard let grant else { return try await body() }
      return try await under(try await locks.lock(grant), body)
    }
  }

  private func under<Value: Sendable>(
    _ held: any HeldLock, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    defer { held.release() }
    return try await body()
  }
}

extension RegistryError {
  /// Whether another process has taken the server's name or removed the server: the disk is as it should be.
  fileprivate var concernsServer: Bool {
    switch self {
    case .nameTaken, .unknownServer: true
    default: false
    }
  }
}
