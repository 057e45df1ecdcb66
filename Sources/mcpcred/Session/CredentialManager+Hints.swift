import Engine

// What a person is told to type about one account of a server.
extension CredentialManager {
  /// The account where a command has to name it: it is not the one that is meant where none is named.
  func accountOption(_ account: String, of server: String) -> String? {
    (try? status(of: server))?.first?.server.defaultAccount == account ? nil : account
  }

  /// The account where a line has to say whose login it is about: the server has several, or another one than the default.
  func accountSuffix(_ account: String, of server: String) -> String? {
    let rows = (try? status(of: server)) ?? []
    return rows.count > 1 || rows.first?.server.defaultAccount != account ? account : nil
  }

  /// The login again.
  func loginHint(_ account: String, of server: String) -> String {
    "mcpcred login \(server)" + (accountOption(account, of: server).map { " --account \(Shell.quoted($0))" } ?? "")
  }
}
