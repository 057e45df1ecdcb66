public import Engine

/// What a worker is started for. Nothing in it is secret.
public enum WorkerOrder: Codable, Sendable, Equatable {
  /// One refresh token is spent.
  case spend(RefreshOrder)
  /// A chore of the schedule is done, for the program that asked.
  case chore(Chore, actor: String?)

  /// The name of the lock that the worker holds.
  public var lockName: String {
    switch self {
    case .spend(let order): order.lockName
    case .chore: Chore.lockName
    }
  }

  /// What lists of processes call the worker.
  var words: String {
    switch self {
    case .spend: "mcpcred: refreshing"
    case .chore: "mcpcred: looking after logins"
    }
  }

  /// The program that asked, for the audit trail.
  public var actor: String? {
    switch self {
    case .spend(let order): order.actor
    case .chore(_, let actor): actor
    }
  }
}
