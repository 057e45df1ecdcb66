import FoundationEssentials
import MCP
import OAuth
import Registry

// What a tool that wants further scopes leads to (MCP 2026-07-28, Step-Up Authorization Flow).
extension LoggingIn {
  /// Authorizations that one tool of a server may ask of a person in a day, for one account.
  static let mostStepUps = 3
  private static let stepUpPeriod: TimeInterval = 86_400
  /// A job that runs into the same refusal all day is worth one record in an hour.
  private static let recordPeriod: TimeInterval = 3600

  /// Calls a tool. Where that needs a login or a further scope, and the person is there, it is run, once for a command, and
  /// the call is made again; else it is only recorded that a scope was missing.
  func call(
    _ name: String, account: String?, _ call: ToolCall, mayLogIn: Bool
  ) async throws(EngineError) -> ToolResult {
    do throws(EngineError) {
      return try await calling.call(name, account: account, call)
    } catch {
      if let scope = error.missingScope {
        try await noteMissing(scope, name, account, call.tool, isStepUp: mayLogIn)
      }
      guard mayLogIn, let options = LoginOptions(mending: error) else { throw error }
      _ = try await login(name, account: account, options)
      return try await calling.call(name, account: account, call)
    }
  }

  /// An attempt counts from the moment it is made: a person who says no is not asked for ever.
  ///
  /// Throws `stepUpsExhausted` for one attempt too many.
  private func noteMissing(
    _ scope: Scope, _ name: String, _ account: String?, _ tool: String, isStepUp: Bool
  ) async throws(EngineError) {
    let now = dependencies.now()
    let server = try stored(registry.server(name))
    let account = account ?? server.defaultAccount
    func since(_ period: TimeInterval) throws(EngineError) -> [Event.Kind] {
      try stored(registry.stepUps(of: name, account: account, tool: tool, in: recently(period)))
    }
    if isStepUp {
      let attempts = try since(Self.stepUpPeriod).count { $0 == .stepUp }
      guard attempts < Self.mostStepUps else { throw .stepUpsExhausted(server: name, tool: tool, scope: scope) }
    } else {
      guard try !since(Self.recordPeriod).contains(.scopeMissing) else { return }
    }
    try note(
      Event(
        isStepUp ? .stepUp : .scopeMissing, at: now, server: name, account: account, issuer: server.issuer, cause: tool,
        detail: String(scope.description.prefix(200)), actor: actor))
  }
}

extension EngineError {
  /// The scopes that a login would have to have; nil where another one would not help.
  fileprivate var missingScope: Scope? {
    guard case .forbidden(_, "insufficient_scope", let scope?, _) = self, !scope.isEmpty else { return nil }
    return scope
  }
}
