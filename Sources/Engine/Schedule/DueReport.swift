/// What one run of the schedule came to.
public struct DueReport: Sendable {
  public let logins: [RefreshReport]
  /// Tokens that are still to be taken back at their authorization servers, and are tried again.
  public let owedRevocations: Int
  /// Why something besides the logins was not done, the first reason of several.
  public let failure: EngineError?

  public init(logins: [RefreshReport], owedRevocations: Int, failure: EngineError? = nil) {
    self.logins = logins
    self.owedRevocations = owedRevocations
    self.failure = failure
  }
}
