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
  /// For a client of the identity provider: its id at the authorization servers, if that is another one.
  public var idElsewhere: String?
  /// The subject of the platform's tokens that this client may use in place of a login.
  public var workload: String?

  public init(
    realm: Realm = .demo, id: String = "", secret: String? = nil, authentication: ClientAuthenticationMethod = .none,
    jwks: String? = nil, redirectURIs: [String] = [], grantTypes: [String] = ["authorization_code", "refresh_token"],
    name: String = "Preregistered client", idElsewhere: String? = nil, workload: String? = nil
  ) {
    self.realm = realm
    self.id = id
    self.secret = secret
    self.authentication = authentication
    self.jwks = jwks
    self.redirectURIs = redirectURIs
    self.grantTypes = grantTypes
    self.name = name
    self.idElsewhere = idElsewhere
    self.workload = workload
  }
}
