/// A registered client (RFC 7591 §2).
struct Client: Sendable, Equatable {
  let id: String
  /// `nil` for a public client.
  let secret: String?
  let authentication: ClientAuthenticationMethod
  let redirectURIs: [String]
  let grantTypes: [String]
  let name: String
  /// What a request without `scope` means; `nil`: the server's own default.
  let scopes: [Scope]?

  func may(_ grantType: String) -> Bool { grantTypes.contains(grantType) }
}
