import Engine

extension ServerStatus {
  /// The servers of which the rows have several accounts, by their ids: there it matters which one is the default.
  static func withSeveralAccounts(_ rows: [ServerStatus]) -> Set<Int64> {
    Set(Dictionary(grouping: rows, by: \.server.id).filter { $0.value.count > 1 }.keys)
  }

  /// The account as a person is shown it on a terminal.
  func markedAccount(_ several: Set<Int64>) -> String {
    account == server.defaultAccount && several.contains(server.id) ? "\(account) *" : account
  }
}
