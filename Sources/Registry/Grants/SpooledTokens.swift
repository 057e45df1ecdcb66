import FoundationEssentials
import OAuth

/// A token pair as it stands, sealed, in a spool file.
struct SpooledTokens: Codable {
  private let access: String?
  private let refresh: String?
  private let scope: String?
  private let obtainedAt: Int64
  private let lifetime: Int?
  private let dueAt: Int64?
  private let keepaliveAt: Int64?
  private let refreshObtainedAt: Int64?
  private let refreshLifetime: Int?
  private let boot: BootInstant?
  private let idToken: String?
  private let fault: TokenSet.Fault?

  init(_ tokens: TokenSet) {
    access = tokens.access?.exposed
    refresh = tokens.refresh?.exposed
    scope = tokens.grantedScope?.description
    obtainedAt = tokens.obtainedAt.seconds
    lifetime = tokens.lifetime
    dueAt = tokens.dueAt?.seconds
    keepaliveAt = tokens.keepaliveAt?.seconds
    refreshObtainedAt = tokens.refreshObtainedAt?.seconds
    refreshLifetime = tokens.refreshLifetime
    boot = tokens.boot
    idToken = tokens.idToken?.exposed
    fault = tokens.fault
  }

  var tokens: TokenSet {
    TokenSet(
      access: access.map { Secret($0) }, refresh: refresh.map { Secret($0) }, grantedScope: scope.flatMap { Scope($0) },
      obtainedAt: Date(seconds: obtainedAt), lifetime: lifetime, dueAt: dueAt.map { Date(seconds: $0) },
      keepaliveAt: keepaliveAt.map { Date(seconds: $0) },
      refreshObtainedAt: refreshObtainedAt.map { Date(seconds: $0) }, refreshLifetime: refreshLifetime, boot: boot,
      idToken: idToken.map { Secret($0) }, fault: fault)
  }
}
