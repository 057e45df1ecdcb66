import Engine
import FoundationEssentials
import MCP
import Registry

/// A registration in words and in JSON. Its secrets are in neither.
struct RegistrationText {
  private let status: RegistrationStatus

  init(_ status: RegistrationStatus) { self.status = status }

  private var registration: Registration { status.registration }

  /// Client, kind, state, method, issuer, and who needs it.
  func cells(now: Date) -> [String] {
    [
      Untrusted.plain(registration.clientID, limit: 60), registration.kind.rawValue, state(now),
      registration.method.rawValue, registration.issuer, use,
    ]
  }

  private func state(_ now: Date) -> String {
    guard registration.state == .active else { return "retired" }
    guard let end = registration.secretExpiresAt else { return "active" }
    return end > now ? "secret for \(TimeText.span(end.timeIntervalSince(now)))" : "secret expired"
  }

  private var use: String {
    let logins = status.use.grants.isEmpty ? "no logins" : Self.logins(status.use.grants)
    return (status.owner.map { "\($0)'s own, " } ?? "") + logins
      + (status.use.owed > 0 ? ", \(status.use.owed) revocations owed" : "")
  }

  /// What the issuer refuses although it says otherwise.
  var quirk: String? {
    guard let refused = status.quirks.refusedAuthMethods, !refused.isEmpty else { return nil }
    return "\(Untrusted.plain(registration.issuer)) does not take \(refused.joined(separator: ", "))"
  }

  /// `demo` for a default account, `demo/work` for another.
  static func logins(_ logins: [RegistrationUse.Login]) -> String {
    logins.map { $0.account == "default" ? $0.server : "\($0.server)/\($0.account)" }.joined(separator: ", ")
  }

  /// What every answer about one registration begins with.
  static func identity(_ registration: Registration) -> [String: JSONValue?] {
    [
      "id": .string(String(registration.id)), "issuer": .string(registration.issuer),
      "client_id": .string(registration.clientID), "secret_expires_at": .time(registration.secretExpiresAt),
    ]
  }

  var json: JSONObject {
    let members: [String: JSONValue?] = [
      "kind": .string(registration.kind.rawValue), "state": .string(registration.state.rawValue),
      "auth_method": .string(registration.method.rawValue),
      "refused_auth_methods": .array((status.quirks.refusedAuthMethods ?? []).map { .string($0) }),
      "assertion_audience": .string(status.quirks.assertionAudience ?? "issuer"),
      "redirect_uris": .array(registration.redirectURIs.map { .string($0.raw) }),
      "manageable": .bool(registration.isManaged), "own": .bool(registration.isIsolated), "server": .text(status.owner),
      "logins": .array(
        status.use.grants.map {
          JSONObject(["name": .string($0.server), "account": .string($0.account)]).value
        }), "owed_revocations": .integer(Int64(status.use.owed)), "created_at": .time(registration.createdAt),
    ]
    return JSONObject(members.merging(Self.identity(registration)) { own, _ in own })
  }
}
