/// What one run of the schedule came to.
public struct ScheduleReport: Sendable {
  public let logins: [LoginReport]
  /// Tokens that are still to be taken back at their authorization servers, and are tried again.
  public let owedRevocations: Int
  /// Why something besides the logins was not done, the first reason of several.
  public let failure: EngineError?

  public init(logins: [LoginReport], owedRevocations: Int, failure: EngineError? = nil) {
    self.logins = logins
    self.owedRevocations = owedRevocations
    self.failure = failure
  }
}
