/// A client that this server knows (RFC 7591 §2).
struct Client: Sendable, Equatable {
  /// What only a client has that registered by itself (RFC 7592 §3).
  struct Registration: Sendable, Equatable {
    var metadata: ClientMetadata
    let issuedAt: Double
    /// Opens the client configuration endpoint.
    var accessToken: String
  }

  let realm: Realm
  let id: String
  /// `nil` for a client that has none.
  var secret: ClientSecret?
  let authentication: ClientAuthenticationMethod
  /// What its assertions are signed with.
  var keys: [JSONWebKey] = []
  let redirectURIs: [String]
  let grantTypes: [String]
  let name: String
  /// What a request without `scope` means; `nil`: the server's own default.
  let scopes: [Scope]?
  /// RFC 8252 §7.3; a registered client here has to name its ports.
  var anyLoopbackPort = false
  /// `dpop_bound_access_tokens`: it takes no other tokens (RFC 9449 §5.2).
  var wantsBoundTokens = false
  /// What it is called at the authorization servers, if it is a client of the identity provider and they know it under
  /// another id.
  var idElsewhere: String?
  /// The program on the platform that it is (RFC 7523 §3).
  var workload: String?
  var registration: Registration?

  func may(_ grantType: String) -> Bool { grantTypes.contains(grantType) }

  func isRedirected(to uri: String) -> Bool {
    redirectURIs.contains { $0 == uri || anyLoopbackPort && RedirectURIRule.differOnlyInLoopbackPort($0, uri) }
  }
}
