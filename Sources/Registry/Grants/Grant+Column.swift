import FoundationEssentials
import SQLite

extension Grant {
  /// What is read of a row, in the order of the query.
  enum Column: Int32, CaseIterable {
    case id, serverID, serverName, serverURL, account, registrationID, clientID, flow, assertionFile
    case refusedAssertion, identityProvider, issuer, resource, requestedScope, grantedScope, subject, state
    case stateCause, stateSince, generation, sealedAccess, sealedRefresh, sealedIDToken, sealedDPoPKey, obtainedAt
    case lifetime, expiresAt, dueAt, keepaliveAt, refreshObtainedAt, refreshLifetime, bootID, bootTime, failCount
    case failingSince, lastFailure, lastFailureAt, lastFailureDetail, nextAttemptAt, lastUsedAt, createdAt

    /// All of them, as a query asks for them. Not `joined()`, which has its types looked up in the whole binary.
    static var list: String { allCases.dropFirst().reduce(into: Column.id.expression) { $0 += ", " + $1.expression } }

    /// As the query names it: `g` is the grant.
    var expression: String {
      switch self {
      case .id: "g.id"
      case .serverID: "g.server_id"
      case .serverName: "server.name"
      case .serverURL: "server.url"
      case .account: "g.account"
      case .registrationID: "g.registration_id"
      case .clientID: "registration.client_id"
      case .flow: "g.flow"
      case .assertionFile: "g.assertion_file"
      case .refusedAssertion: "g.refused_assertion"
      case .identityProvider: "g.identity_provider"
      case .issuer: "g.issuer"
      case .resource: "g.resource"
      case .requestedScope: "g.requested_scope"
      case .grantedScope: "g.granted_scope"
      case .subject: "g.subject"
      case .state: "g.state"
      case .stateCause: "g.state_cause"
      case .stateSince: "g.state_since"
      case .generation: "g.generation"
      case .sealedAccess: "g.sealed_access"
      case .sealedRefresh: "g.sealed_refresh"
      case .sealedIDToken: "g.sealed_id_token"
      case .sealedDPoPKey: "g.sealed_dpop_key"
      case .obtainedAt: "g.obtained_at"
      case .lifetime: "g.lifetime"
      case .expiresAt: "g.expires_at"
      case .dueAt: "g.due_at"
      case .keepaliveAt: "g.keepalive_at"
      case .refreshObtainedAt: "g.refresh_obtained_at"
      case .refreshLifetime: "g.refresh_lifetime"
      case .bootID: "g.boot_id"
      case .bootTime: "g.boot_time"
      case .failCount: "g.fail_count"
      case .failingSince: "g.failing_since"
      case .lastFailure: "g.last_failure"
      case .lastFailureAt: "g.last_failure_at"
      case .lastFailureDetail: "g.last_failure_detail"
      case .nextAttemptAt: "g.next_attempt_at"
      case .lastUsedAt: "g.last_used_at"
      case .createdAt: "g.created_at"
      }
    }
  }
}

extension SQLiteRow {
  func integer(_ column: Grant.Column) -> Int64 { integer(column.rawValue) }
  func optionalInteger(_ column: Grant.Column) -> Int64? { optionalInteger(column.rawValue) }
  func text(_ column: Grant.Column) -> String { text(column.rawValue) }
  func optionalText(_ column: Grant.Column) -> String? { optionalText(column.rawValue) }
  func optionalBlob(_ column: Grant.Column) -> [UInt8]? { optionalBlob(column.rawValue) }
  func date(_ column: Grant.Column) -> Date { Date(seconds: integer(column)) }
  func optionalDate(_ column: Grant.Column) -> Date? { optionalInteger(column).map { Date(seconds: $0) } }
}
