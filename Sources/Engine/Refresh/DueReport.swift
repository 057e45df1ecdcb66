/// What one run of the schedule came to.
public struct DueReport: Sendable {
  public let logins: [RefreshReport]
  /// Tokens that are still to be taken back at their authorization servers, and are tried again.
  public let owedRevocations: Int

  public init(logins: [RefreshReport], owedRevocations: Int) {
    self.logins = logins
    self.owedRevocations = owedRevocations
  }
}
