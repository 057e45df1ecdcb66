public import FoundationEssentials

/// How a run of the refresher ended.
public struct RefresherRun: Sendable, Equatable {
  public let endedAt: Date
  /// Its exit code.
  public let status: Int32
  /// The program that started it.
  public let actor: String?

  public init(endedAt: Date, status: Int32, actor: String?) {
    self.endedAt = endedAt
    self.status = status
    self.actor = actor
  }
}
