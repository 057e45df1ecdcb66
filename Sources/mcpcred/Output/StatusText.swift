import Engine
import FoundationEssentials
import Glibc
import MCP
import Registry

/// One login's state in words and in JSON.
struct StatusText {
  private let row: ServerStatus

  init(_ row: ServerStatus) { self.row = row }

  /// Server, account, state, details.
  func cells(now: Date) -> [String] {
    [row.server.name, row.account, word, detail(now)]
  }

  /// Stable, for scripts.
  var word: String {
    switch row.condition {
    case .open: "open"
    case .none: "no-login"
    case .fresh: "ok"
    case .renewable: "renewable"
    case .retrying: "retrying"
    case .loginRequired: "login-required"
    case .revoked: "revoked"
    }
  }

  /// What to type, where a person is needed.
  var repair: String? {
    guard row.condition.needsPerson else { return nil }
    let account = row.account == row.server.defaultAccount ? "" : " --account \(Shell.quoted(row.account))"
    return "mcpcred login \(row.server.name)\(account)"
  }

  func painted(_ cell: String) -> String {
    switch row.condition {
    case .fresh, .open, .renewable: Style.good(cell, on: STDOUT_FILENO)
    case .retrying: Style.warning(cell, on: STDOUT_FILENO)
    case .none, .loginRequired, .revoked: Style.bad(cell, on: STDOUT_FILENO)
    }
  }

  private func detail(_ now: Date) -> String {
    switch row.condition {
    case .open: return "asks for no login"
    case .none: return "nobody has logged in yet"
    case .revoked: return "revoked \(row.grant.map { TimeText.relative($0.stateSince, to: now) } ?? "")"
    case .fresh(let until?): return "token for \(TimeText.span(until.timeIntervalSince(now)))" + rotation(now)
    case .fresh(nil): return "token of unknown lifetime" + rotation(now)
    case .renewable: return "token expired; renewed at its next use" + rotation(now)
    case .retrying(let failure, let at):
      let next = at.map { ", next try \(TimeText.relative($0, to: now))" } ?? ""
      return "refresh failed \(row.grant?.failCount ?? 1)x (\(Untrusted.plain(failure, limit: 40)))\(next)"
    case .loginRequired(let cause): return Untrusted.plain(cause, limit: 60)
    }
  }

  private func rotation(_ now: Date) -> String {
    guard let grant = row.grant else { return "" }
    guard grant.hasRefreshToken else { return ", no refresh token" }
    return ", refreshed \(TimeText.relative(grant.obtainedAt, to: now))"
  }

  var json: JSONObject {
    let grant = row.grant
    return JSONObject([
      "name": .string(row.server.name), "url": .string(row.server.url.raw), "account": .string(row.account),
      "state": .string(word), "issuer": .text(grant?.issuer ?? row.server.issuer),
      "client_id": .text(grant?.clientID), "scope": .text(grant?.grantedScope?.description),
      "generation": grant.map { .integer($0.generation) }, "obtained_at": .time(grant?.obtainedAt),
      "expires_at": .time(grant?.expiresAt), "refreshable": grant.map { .bool($0.hasRefreshToken) },
      "due_at": .time(grant?.dueAt), "failures": grant.map { .integer(Int64($0.failCount)) },
      "last_failure": .text(grant?.lastFailure), "last_failure_at": .time(grant?.lastFailureAt),
      "next_attempt_at": .time(grant?.nextAttemptAt), "cause": .text(grant?.stateCause), "action": .text(repair),
    ])
  }
}
