public import FoundationEssentials
import SQLite

extension ServerRegistry {
  /// What happened in that time when this tool asked for further scopes: `scopeMissing` and `stepUp`, in any order.
  public func stepUps(
    of server: String, account: String, tool: String, in period: ClosedRange<Date>
  ) throws(RegistryError) -> [Event.Kind] {
    try read { (connection) throws(RegistryError) in
      try connection.all(
        Self.stepUpQuery, [server, account, tool, period.lowerBound.seconds, period.upperBound.seconds]
      ) { Event.Kind(rawValue: $0.text(0)) }
      .compactMap(\.self)
    }
  }

  /// The condition on the kind is that of the index, word by word.
  static let stepUpQuery = """
    SELECT kind FROM event WHERE kind IN ('scope-missing', 'step-up')
    AND server_name = ? AND account = ? AND cause = ? AND at BETWEEN ? AND ?
    """
}
