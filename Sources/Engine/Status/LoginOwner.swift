public import OAuth
public import Registry

/// Whose login it is, and who says so.
public struct LoginOwner: Sendable {
  /// Where the claims are from.
  public enum Source: String, Sendable {
    /// What came beside the tokens at the login (OpenID Connect Core §2).
    case idToken = "id_token"
    /// OpenID Connect Core §5.3.
    case userInfo = "userinfo"
    /// RFC 7662.
    case introspection
    /// What the registry remembers of the login.
    case registry
  }

  public let grant: Grant
  public let person: PersonClaims
  /// Nil where nobody says anything.
  public let source: Source?
  /// Whether a login that asks for the scope `openid` would tell more.
  public let wantsOpenID: Bool
}
