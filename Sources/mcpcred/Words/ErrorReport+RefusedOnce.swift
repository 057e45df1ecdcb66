import Engine
import FoundationEssentials

extension ErrorReport {
  /// A first refusal: some servers report an outage in this way, so that nobody is sent to a browser yet.
  static func refusedOnce(_ server: String, _ account: String, _ code: String, _ until: Date?) -> ErrorReport {
    let next = until.map { " at \(TimeText.rfc3339($0))" } ?? ""
    let who = account == "default" ? "" : " --account \(Shell.quoted(account))"
    return ErrorReport(
      "refresh of \(server): the authorization server says \(Untrusted.plain(code, limit: 60)), for the first time; the "
        + "token in use is good, and it is tried once more\(next)",
      hints: ["mcpcred status \(server)\(who)", "mcpcred login \(server)\(who)"], .temporary, code: "refused_once")
  }
}
