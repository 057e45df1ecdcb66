/// The command line by which a host starts mcpcred for one server.
struct HostLaunch {
  let program: String
  let words: [String]

  /// What a host calls the server: some take letters, digits, `-` and `_` only.
  static func entryName(_ server: String, account: String?) -> String {
    let name = account.map { "\(server)-\($0)" } ?? server
    return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
  }

  /// As a person types it.
  var shell: String { ([program] + words).map(Shell.quoted).joined(separator: " ") }
}
