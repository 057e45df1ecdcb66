import FoundationEssentials
import OAuth
import Registry

extension LoggingIn {
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
    case .oauth(.refused(let refusal), _) where !refusal.isOutage:
      (refusal.code, refusal.description)
    case .oauth(.redirected(let code, let description), _):
      (String(code.prefix(64)), description.map { String($0.prefix(200)) })
    default: nil
    }
  }
}
