/// How a client proves who it is at the token and revocation endpoints (RFC 7591 §2).
public enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
  /// A public client: it only names itself.
  case none
  /// Id and secret in the `Authorization` header.
  case clientSecretBasic = "client_secret_basic"
  /// Id and secret in the body.
  case clientSecretPost = "client_secret_post"
  /// An assertion signed with the client's key (RFC 7523).
  case privateKeyJWT = "private_key_jwt"

  var needsSecret: Bool { self == .clientSecretBasic || self == .clientSecretPost }
}
