public import FoundationEssentials

/// What a failed refresh changes in a grant's row.
public struct RefreshFailureRecord: Sendable, Equatable {
  /// The state from now on; the present one where the failure condemns nothing.
  public let state: Grant.State
  public let stateCause: String?
  /// The failure's class.
  public let failure: String
  /// The server's own words, cut and cleaned.
  public let detail: String?
  /// No background attempt before; nil for none at all.
  public let nextAttemptAt: Date?
  /// False where the token may have been spent all the same.
  public let closesIntent: Bool

  /// Tells the assertion that was refused, where one was.
  public let refusedAssertion: String?

  public init(
    state: Grant.State, stateCause: String?, failure: String, detail: String?, nextAttemptAt: Date?,
    closesIntent: Bool, refusedAssertion: String? = nil
  ) {
    self.state = state
    self.stateCause = stateCause
    self.failure = failure
    self.detail = detail
    self.nextAttemptAt = nextAttemptAt
    self.closesIntent = closesIntent
    self.refusedAssertion = refusedAssertion
  }
}
