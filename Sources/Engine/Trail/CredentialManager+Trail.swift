import FoundationEssentials
public import Registry

// The audit trail: what happened to the logins, why, and who asked.
extension CredentialManager {
  /// The newest events that pass the filter, oldest first. No key is needed for it.
  ///
  /// Throws `unknownServer` for a name that no server has or had.
  public func trail(_ filter: EventFilter) throws(EngineError) -> [Event] {
    try withRegistry { () throws(RegistryError) in
      let events = try registry.events(filter)
      if events.isEmpty, let name = filter.server, try registry.events(of: name, limit: 1).isEmpty {
        _ = try registry.server(name)
      }
      return events.reversed()
    }
  }

  /// Counts the access tokens that were handed out. Called when whoever asked has them: it neither delays nor fails a
  /// hand-out.
  public func countHandOuts() { registry.count(handOuts.take(), at: dependencies.now(), actor: actor) }

  /// Runs a login, and keeps it where one came to nothing because someone said no or nobody came; an outage is no news of
  /// the login.
  func recordingFailure<Value>(
    of server: Server, _ account: String, _ login: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(EngineError) { return try await login() } catch {
      if let (cause, detail) = error.loginFailure {
        // What stands in the way of the login is the error to tell, not what stands in the way of its record.
        try? note(
          Event(
            .loginFailed, at: dependencies.now(), server: server.name, account: account, issuer: server.issuer,
            cause: cause, detail: detail, actor: actor))
      }
      throw error
    }
  }
}

extension EngineError {
  /// Code and words of whoever ended a login; nil for what says nothing about it.
  fileprivate var loginFailure: (cause: String, detail: String?)? {
    switch self {
    case .loginTimedOut: ("timed_out", nil)
    case .oauth(.refused(let refusal), _) where refusal.status < 500 && refusal.status != 429:
      (refusal.code, refusal.description)
    case .oauth(.redirected(let code, let description), _):
      (String(code.prefix(64)), description.map { String($0.prefix(200)) })
    default: nil
    }
  }
}
