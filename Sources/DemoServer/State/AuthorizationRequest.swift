/// A valid authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2).
struct AuthorizationRequest: Sendable, Equatable {
  let realm: Realm
  let clientID: String
  let clientName: String
  let redirectURI: String
  let state: String?
  let scopes: [Scope]
  let resource: String
  let codeChallenge: String
  /// What the ID token has to repeat (OpenID Connect Core §3.1.2.1).
  var nonce: String?
  /// The key that the code is bound to (RFC 9449 §10, `dpop_jkt`).
  var keyThumbprint: String?
}
