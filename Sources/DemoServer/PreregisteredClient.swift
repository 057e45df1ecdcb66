/// A client that an administrator registers by hand.
public struct PreregisteredClient: Sendable, Equatable {
  /// Where it is registered.
  public var realm: Realm
  /// The client id; empty means that the server makes one.
  public var id: String
  /// The secret; `nil` for a public client, empty means that the server makes one.
  public var secret: String?
  /// How it authenticates; one that needs a secret and has none gets one.
  public var authentication: ClientAuthenticationMethod
  /// The JSON Web Key Set with its public keys, as text; needed for `private_key_jwt`.
  public var jwks: String?
  /// The redirect URIs, matched exactly, port included.
  public var redirectURIs: [String]
  /// Without `refresh_token` the client gets no refresh tokens.
  public var grantTypes: [String]
  /// The name on the consent page.
  public var name: String

  public init(
    realm: Realm = .demo, id: String = "", secret: String? = nil, authentication: ClientAuthenticationMethod = .none,
    jwks: String? = nil, redirectURIs: [String] = [], grantTypes: [String] = ["authorization_code", "refresh_token"],
    name: String = "Preregistered client"
  ) {
    self.realm = realm
    self.id = id
    self.secret = secret
    self.authentication = authentication
    self.jwks = jwks
    self.redirectURIs = redirectURIs
    self.grantTypes = grantTypes
    self.name = name
  }
}
