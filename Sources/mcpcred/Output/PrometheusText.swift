import Engine
import FoundationEssentials

/// Logins as metrics, in the text format that Prometheus and the node exporter's textfile collector read.
///
/// One family for each fact; a fact that is not known has no sample.
struct PrometheusText {
  private let logins: [Login]

  /// What every family needs of one login, worked out once: a registry can have a hundred thousand.
  private struct Login {
    let row: ServerStatus
    let labels: String
    let word: String
    let outlook: GrantOutlook?
  }

  init(_ rows: [ServerStatus], now: Date) {
    logins = rows.map { row in
      Login(
        row: row, labels: Self.labels(row), word: StatusText(row).word,
        outlook: row.grant.map { GrantOutlook($0, age: row.age, now: now) })
    }
  }

  /// Tells the families with their samples, line by line, in the order of the documentation.
  func lines(_ tell: (String) -> Void) {
    let states = StatusText.words.map { (word: $0, label: Self.label("state", $0)) }
    family("mcpcred_login_state", "1 for the state the login is in, 0 for the others.", tell) { login in
      states.map { ($0.label, login.word == $0.word ? 1 : 0) }
    }
    family("mcpcred_login_needs_person", "1 where only a person can mend the login.", tell) {
      [("", $0.row.needsPerson ? 1 : 0)]
    }
    time("mcpcred_access_token_expires_timestamp_seconds", "End of the access token.", tell) { $0.accessEnd }
    time("mcpcred_refresh_token_obtained_timestamp_seconds", "When the refresh token was last replaced.", tell) {
      $0.rotatedAt
    }
    time(
      "mcpcred_refresh_token_expires_timestamp_seconds", "End of the refresh token, where the server told it.", tell
    ) { $0.refreshEnd }
    time("mcpcred_next_refresh_timestamp_seconds", "When the schedule refreshes the login next.", tell) {
      $0.nextRefresh
    }
    family("mcpcred_refresh_failures", "Refreshes that failed in a row.", tell) { login in
      login.row.grant.map { [("", Double($0.failures.count))] } ?? []
    }
    family("mcpcred_last_failure_timestamp_seconds", "When the last refresh failed, and how.", tell) { login in
      guard let grant = login.row.grant, let failure = grant.failures.last, let at = grant.failures.lastAt else {
        return []
      }
      return [(Self.label("failure", failure), at.timeIntervalSince1970)]
    }
  }

  private func time(_ name: String, _ help: String, _ tell: (String) -> Void, _ date: (GrantOutlook) -> Date?) {
    family(name, help, tell) { login in
      login.outlook.flatMap(date).map { [("", $0.timeIntervalSince1970)] } ?? []
    }
  }

  /// Nothing where no login has a sample.
  private func family(
    _ name: String, _ help: String, _ tell: (String) -> Void,
    _ samples: (Login) -> [(labels: String, value: Double)]
  ) {
    var isFirst = true
    for login in logins {
      for sample in samples(login) {
        if isFirst {
          tell("# HELP \(name) \(help)")
          tell("# TYPE \(name) gauge")
          isFirst = false
        }
        tell("\(name){\(login.labels)\(sample.labels)} \(Self.number(sample.value))")
      }
    }
  }

  private static func labels(_ row: ServerStatus) -> String {
    let issuer = row.grant?.issuer ?? row.server.issuer ?? ""
    return "server=\"\(escaped(row.server.name))\",account=\"\(escaped(row.account))\",issuer=\"\(escaped(issuer))\""
  }

  private static func label(_ name: String, _ value: String) -> String { ",\(name)=\"\(escaped(value))\"" }

  /// Backslash, quote and line feed, as the format wants them; what else a terminal would obey is gone before.
  private static func escaped(_ text: String) -> String {
    let plain = Untrusted.plain(text, limit: 1000)
    guard plain.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return plain }
    var escaped = plain
    escaped.replace("\\", with: "\\\\")
    escaped.replace("\"", with: "\\\"")
    escaped.replace("\n", with: "\\n")
    return escaped
  }

  /// Whole numbers without a fraction.
  private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}
