/// A person's word that an issuer is a server's, although the server names another place for it: its metadata contradicts
/// itself, and this is the way through. Logins are kept under the issuer that the metadata declares.
public struct TrustedIssuer: Sendable, Equatable, Codable {
  /// As the metadata declares it.
  public let declared: String
  /// The place at which the server names it; nil until a login has found it there.
  public var named: String?
  /// The origin of the token endpoint at that login. Another one is not what the person has trusted.
  public var tokenOrigin: String?

  public init(declared: String, named: String? = nil, tokenOrigin: String? = nil) {
    self.declared = declared
    self.named = named
    self.tokenOrigin = tokenOrigin
  }
}
