import FoundationEssentials
import Registry

// A login under way has a row before a person is asked for anything: it keeps the client from being deleted meanwhile, and
// shows that the registry can be written.
extension LoggingIn {
  /// Seconds that all may take that is no waiting for a person.
  private static let slack = 600.0

  /// Throws `registration(.unknown)` where another process has deleted the client since the plan was made.
  func begun(_ plan: LoginPlan, for patience: Duration) throws(EngineError) -> LoginPlan {
    let now = dependencies.now()
    let end = now.addingTimeInterval(Double(patience.components.seconds) + Self.slack)
    let mark = try stored(
      registry.beginLogin(
        plan.server, account: plan.account, registration: plan.registration, flow: plan.flow, at: now,
        until: end))
    guard let mark else { throw .registration(.unknown, plan.registration.clientID) }
    var begun = plan
    begun.mark = mark
    return begun
  }

  /// Forgets the row where the login comes to nothing; with tokens it goes as they are stored.
  func forgettingOnFailure<Value>(
    _ plan: LoginPlan, _ body: () async throws(EngineError) -> Value
  ) async throws(EngineError) -> Value {
    do throws(EngineError) { return try await body() } catch {
      // What stands in the way of the login is the error to tell.
      if let mark = plan.mark { try? registry.end(mark) }
      throw error
    }
  }
}
