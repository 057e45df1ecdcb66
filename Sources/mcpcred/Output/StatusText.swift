import Engine
import FoundationEssentials
import Glibc
import MCP
import Registry

/// One login's state in words and in JSON.
struct StatusText {
  private let row: ServerStatus

  init(_ row: ServerStatus) { self.row = row }

  /// Server, account, state, details; the default account is marked where the server is one of `several` accounts.
  func cells(now: Date, _ several: Set<Int64> = []) -> [String] {
    [row.server.name, Untrusted.plain(row.markedAccount(several), limit: 74), word, detail(now)]
  }

  /// Every word for a state.
  static let words = ["ok", "renewable", "retrying", "login-required", "revoked", "no-login", "open"]

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
    guard row.needsPerson, !waitsForPlatform else { return nil }
    let account = row.account == row.server.defaultAccount ? "" : " --account \(Shell.quoted(row.account))"
    return "mcpcred login \(row.server.name)\(account)"
  }

  /// Whether the next assertion of the platform mends it, and a login with the present one would not.
  private var waitsForPlatform: Bool {
    guard let grant = row.grant, grant.assertionFile != nil, grant.state == .loginRequired else { return false }
    return grant.failures.last == RefreshFailurePolicy.assertionRefused
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
    default: break
    }
    guard let grant = row.grant else { return "" }
    let outlook = GrantOutlook(grant, age: row.age, now: now)
    var parts: [String?]
    switch row.condition {
    case .loginRequired(let cause):
      parts = [Untrusted.plain(cause, limit: 60) + " since \(TimeText.span(now.timeIntervalSince(grant.stateSince)))"]
      parts.append(grant.failures.detail.map { Untrusted.quoted($0) })
      if waitsForPlatform { parts.append(assertionFile(grant).map { "waits for another token in \($0)" }) }
      return parts.compactMap(\.self).joined(separator: ", ")
    case .retrying:
      parts = [access(grant, outlook, now), failures(grant, now), next(outlook, now, "next try")]
    default:
      parts = [access(grant, outlook, now), rotation(grant, outlook, now), next(outlook, now, "next refresh")]
    }
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private func access(_ grant: Grant, _ outlook: GrantOutlook, _ now: Date) -> String {
    guard grant.hasAccessToken else { return "no token" }
    guard let end = outlook.accessEnd else { return "token of unknown lifetime" }
    let kind = grant.isBound ? "bound token" : "token"
    return end > now
      ? "\(kind) for \(TimeText.span(end.timeIntervalSince(now)))"
      : grant.isRenewable ? "token expired; renewed at its next use" : "token expired"
  }

  /// How old the refresh token is, and how long it lives where the server told; where it did not, nobody knows.
  private func rotation(_ grant: Grant, _ outlook: GrantOutlook, _ now: Date) -> String {
    guard grant.hasRefreshToken else {
      if let path = assertionFile(grant) { return "renewed with the token in \(path)" }
      if grant.flow == .enterprise, let provider = grant.identityProvider {
        return "renewed by way of \(provider)"
      }
      return grant.isRenewable ? "the client asks again itself" : "no refresh token"
    }
    let refreshed = "refreshed \(TimeText.relative(grant.times.obtainedAt, to: now))"
    guard let rotatedAt = outlook.rotatedAt else { return refreshed }
    let age = rotatedAt == grant.times.obtainedAt ? nil : "refresh token from \(TimeText.relative(rotatedAt, to: now))"
    let end = outlook.refreshEnd.map { end in
      end > now
        ? "dies \(TimeText.relative(end, to: now)) if not refreshed"
        : "may have died \(TimeText.relative(end, to: now))"
    }
    return [refreshed, age, end].compactMap(\.self).joined(separator: ", ")
  }

  private func assertionFile(_ grant: Grant) -> String? { grant.assertionFile.map { Untrusted.plain($0) } }

  private func failures(_ grant: Grant, _ now: Date) -> String {
    let failure = Untrusted.plain(grant.failures.last ?? "unknown", limit: 40)
    let last = grant.failures.lastAt.map { ", last \(TimeText.relative($0, to: now))" } ?? ""
    let words = grant.failures.detail.map { ": \(Untrusted.quoted($0))" } ?? ""
    return "refresh failed \(max(1, grant.failures.count))x\(last) (\(failure)\(words))"
  }

  private func next(_ outlook: GrantOutlook, _ now: Date, _ what: String) -> String? {
    outlook.nextRefresh.map { $0 > now ? "\(what) \(TimeText.relative($0, to: now))" : "\(what) is due" }
  }

  /// What a person has vouched for.
  var trust: String? {
    row.server.settings.trustedIssuer.map {
      "\(Untrusted.plain($0.declared)) is trusted for \(row.server.name), which names "
        + Untrusted.plain($0.named ?? "another issuer")
    }
  }

  /// What its issuer refuses although it says otherwise.
  var quirk: String? {
    guard let refused = row.quirks.refusedAuthMethods, !refused.isEmpty,
      let issuer = row.grant?.issuer ?? row.server.issuer
    else { return nil }
    return "\(Untrusted.plain(issuer)) does not take \(refused.joined(separator: ", "))"
  }

  func json(now: Date) -> JSONObject {
    let grant = row.grant
    let outlook = grant.map { GrantOutlook($0, age: row.age, now: now) }
    return JSONObject([
      "name": .string(row.server.name), "kind": .string(row.server.kind), "url": .string(row.server.url.raw),
      "account": .string(row.account),
      "default": .bool(row.account == row.server.defaultAccount), "state": .string(word),
      "issuer": .text(grant?.issuer ?? row.server.issuer),
      "trusted_issuer": .text(row.server.settings.trustedIssuer?.declared),
      "refused_auth_methods": .array((row.quirks.refusedAuthMethods ?? []).map { .string($0) }),
      "client_id": .text(grant?.clientID),
      "subject": .text(grant?.subject), "scope": .text(grant?.grantedScope?.description),
      "generation": grant.map { .integer($0.generation) }, "obtained_at": .time(grant?.times.obtainedAt),
      "expires_at": .time(grant?.times.expiresAt), "refreshable": grant.map { .bool($0.isRenewable) },
      "bound": grant.map { .bool($0.isBound) },
      "refresh_obtained_at": .time(outlook?.rotatedAt), "refresh_expires_at": .time(outlook?.refreshEnd),
      "due_at": .time(grant?.times.dueAt), "next_refresh_at": .time(outlook?.nextRefresh),
      "failures": grant.map { .integer(Int64($0.failures.count)) }, "failing_since": .time(grant?.failures.since),
      "last_failure": .text(grant?.failures.last), "last_failure_at": .time(grant?.failures.lastAt),
      "last_failure_detail": .text(grant?.failures.detail), "next_attempt_at": .time(grant?.failures.nextAttemptAt),
      "last_used_at": .time(grant?.lastUsedAt), "cause": .text(grant?.stateCause),
      "assertion_file": .text(grant?.assertionFile), "identity_provider": .text(grant?.identityProvider),
      "action": .text(repair),
    ])
  }
}
