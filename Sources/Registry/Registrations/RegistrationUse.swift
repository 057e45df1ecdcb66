/// What still needs a registration.
public struct RegistrationUse: Sendable, Equatable {
  /// Logins made with it, by server name and account, those that were revoked included.
  public let grants: [Login]
  /// Tokens still owed to the authorization server, which only this client can revoke.
  public let owed: Int
  /// Logins under way.
  public let pending: Int

  /// A server's name and one of its accounts.
  public struct Login: Sendable, Equatable {
    public let server: String
    public let account: String

    public init(server: String, account: String) {
      self.server = server
      self.account = account
    }
  }

  public init(logins: [Login], owed: Int = 0, pending: Int = 0) {
    grants = logins
    self.owed = owed
    self.pending = pending
  }

  /// Whether nothing would miss it.
  public var isNone: Bool { grants.isEmpty && owed == 0 && pending == 0 }
}
