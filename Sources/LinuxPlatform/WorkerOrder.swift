public import Engine

/// What a worker is started for. Nothing in it is secret.
public enum WorkerOrder: Codable, Sendable, Equatable {
  /// One refresh token is spent.
  case spend(SpendOrder)
  /// A chore of the schedule is done, for the program that asked.
  case chore(Chore, actor: String?)

  /// The program that asked, for the audit trail.
  public var actor: String? {
    switch self {
    case .spend(let order): order.actor
    case .chore(_, let actor): actor
    }
  }
}
