import FoundationEssentials
public import Registry

/// One row of `list` and `status`: a server, one of its logins, and how it stands. No key is needed for it.
public struct ServerStatus: Sendable {
  public let server: Server
  public let account: String
  public let grant: Grant?
  /// Seconds since the access token came, as the machine counts them; nil where it was started again since.
  public let age: Int64?
  public let condition: GrantCondition
  /// What its issuer was learned to do otherwise than it says.
  public let quirks: IssuerQuirks

  /// Whether only a person can mend it. An account that was revoked is done with, unless it is the one that every command
  /// means.
  public var needsPerson: Bool {
    condition.needsPerson || (condition == .revoked && account == server.defaultAccount)
  }
}
