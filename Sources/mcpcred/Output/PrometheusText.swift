import Engine
import FoundationEssentials

/// Logins as metrics, in the text format that Prometheus and the node exporter's textfile collector read.
///
/// One family for each fact; a fact that is not known has no sample.
struct PrometheusText {
  private let rows: [ServerStatus]
  private let now: Date

  init(_ rows: [ServerStatus], now: Date) {
    self.rows = rows
    self.now = now
  }

  /// The families with their samples, in the order of the documentation.
  var lines: [String] {
    family("mcpcred_login_state", "1 for the state the login is in, 0 for the others.") { row in
      StatusText.words.map { word in (label("state", word), StatusText(row).word == word ? 1 : 0) }
    }
      + family("mcpcred_login_needs_person", "1 where only a person can mend the login.") {
        [("", $0.condition.needsPerson ? 1 : 0)]
      }
      + time("mcpcred_access_token_expires_timestamp_seconds", "End of the access token.") { $0?.accessEnd }
      + time("mcpcred_refresh_token_obtained_timestamp_seconds", "When the refresh token was last replaced.") {
        $0?.rotatedAt
      }
      + time("mcpcred_refresh_token_expires_timestamp_seconds", "End of the refresh token, where the server told it.") {
        $0?.refreshEnd
      }
      + time("mcpcred_next_refresh_timestamp_seconds", "When the schedule refreshes the login next.") {
        $0?.nextRefresh
      }
      + family("mcpcred_refresh_failures", "Refreshes that failed in a row.") { row in
        row.grant.map { [("", Double($0.failCount))] } ?? []
      }
      + family("mcpcred_last_failure_timestamp_seconds", "When the last refresh failed, and how.") { row in
        guard let grant = row.grant, let failure = grant.lastFailure, let at = grant.lastFailureAt else { return [] }
        return [(label("failure", failure), at.timeIntervalSince1970)]
      }
  }

  private func time(_ name: String, _ help: String, _ date: (GrantOutlook?) -> Date?) -> [String] {
    family(name, help) { row in
      let outlook = row.grant.map { GrantOutlook($0, age: row.age, now: now) }
      return date(outlook).map { [("", $0.timeIntervalSince1970)] } ?? []
    }
  }

  private func family(
    _ name: String, _ help: String, _ samples: (ServerStatus) -> [(labels: String, value: Double)]
  ) -> [String] {
    let found = rows.flatMap { row in
      samples(row).map { "\(name){\(Self.labels(row))\($0.labels)} \(Self.number($0.value))" }
    }
    return found.isEmpty ? [] : ["# HELP \(name) \(help)", "# TYPE \(name) gauge"] + found
  }

  private static func labels(_ row: ServerStatus) -> String {
    let issuer = row.grant?.issuer ?? row.server.issuer ?? ""
    return "server=\"\(escaped(row.server.name))\",account=\"\(escaped(row.account))\",issuer=\"\(escaped(issuer))\""
  }

  private func label(_ name: String, _ value: String) -> String { ",\(name)=\"\(Self.escaped(value))\"" }

  /// Backslash, quote and line feed, as the format wants them; what else a terminal would obey is gone before.
  private static func escaped(_ text: String) -> String {
    var escaped = Untrusted.plain(text, limit: 1000)
    escaped.replace("\\", with: "\\\\")
    escaped.replace("\"", with: "\\\"")
    escaped.replace("\n", with: "\\n")
    return escaped
  }

  /// Whole numbers without a fraction.
  private static func number(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? "\(value)" }
}
