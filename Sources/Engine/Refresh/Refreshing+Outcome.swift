import OAuth
import Registry

// What a worker's report means for the one who waited for it.
extension Refreshing {
  /// The row with the new pair, or why there is none.
  func outcome(_ verdict: RefreshVerdict, _ spent: Grant, _ reason: RefreshReason) throws(EngineError) -> Grant {
    let server = spent.serverName, step = ExchangeStep(.refresh, server: server)
    switch verdict {
    case .stored:
      let grant = try current(spent)
      let lost = (spent.grantedScope?.tokens ?? []).filter { grant.grantedScope?.tokens.contains($0) == false }
      if !lost.isEmpty, let lost = Scope(tokens: lost) { notify(.scopeNarrowed(server: server, lost: lost)) }
      return grant
    case .movedOn:
      // Only a writer that ignores the lock can have moved the row on.
      let grant = try current(spent)
      guard grant.generation > spent.generation, isFresh(grant, nil) else { throw .busy(server: server) }
      return grant
    case .unrenewable: throw .loginRequired(server: server, account: spent.account, .expired)
    case .refused(let code):
      // Not a person but the platform is waited for.
      if let path = spent.assertionFile, try current(spent).failures.last == RefreshFailurePolicy.assertionRefused {
        throw .assertionFile(server: server, AssertionFileError(path: path, .refused))
      }
      throw try refusal(code, spent, reason)
    case .unanswered(let error): throw EngineError(error, step)
    case .failed(let error): throw .oauth(error, step)
    case .kept(let error): throw .answerUnusable(server: server, error)
    case .unprepared(let error), .notRecorded(let error): throw .registry(error)
    case .unready(let error): throw .assertionFile(server: server, error)
    case .identity(let failure): throw .identity(failure, server: server)
    case .noNetwork(let error): throw .transportSetup(error)
    case .notStored(let error, let keeping): throw .notStored(server: server, error, keeping)
    }
  }

  /// Whether a refusal calls for a person is one decision, `GrantCondition`: `status` says the same. But whoever needs
  /// another token now needs a person whatever the next try brings.
  private func refusal(_ code: String, _ spent: Grant, _ reason: RefreshReason) throws(EngineError) -> EngineError {
    let grant = try current(spent)
    let condition = GrantCondition(grant, age: grant.times.age(at: dependencies.boot()), now: dependencies.now())
    guard condition.isRetrying, reason == .forced || reason == .due else {
      return .loginRequired(server: grant.serverName, account: grant.account, .refused(code: code))
    }
    return .refusedOnce(
      server: grant.serverName, account: grant.account, code: code, until: grant.failures.nextAttemptAt)
  }

  /// No report: what the registry says then decides.
  func outcome(_ error: RefreshWorkerError, _ spent: Grant) throws(EngineError) -> Grant {
    switch error {
    case .abandoned: throw .cancelled
    case .unstarted(let reason): throw .workerUnstarted(server: spent.serverName, reason: reason)
    case .lost:
      let grant = try current(spent)
      guard grant.generation > spent.generation else { throw .workerLost(server: spent.serverName) }
      return grant
    }
  }
}
