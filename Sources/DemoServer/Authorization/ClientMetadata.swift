/// What a client says about itself when it registers (RFC 7591 §2), after the rules of this server.
struct ClientMetadata: Sendable {
  let redirectURIs: [String]
  let grantTypes: [String]
  let authentication: ClientAuthenticationMethod
  let applicationType: String
  let name: String?
  let scopes: [Scope]?

  init(_ document: JSON, world: World) throws(OAuthRefusal) {
    // OpenID Connect Dynamic Client Registration §2: omitted means "web", which may not use loopback redirects.
    applicationType = document["application_type"]?.string ?? "web"
    grantTypes = try Self.grantTypes(document, world: world)
    redirectURIs = try Self.redirectURIs(
      document, native: applicationType == "native",
      needed: grantTypes.contains(GrantType.authorizationCode.rawValue))
    _ = try Self.list(document, "response_types", from: ["code"])
    authentication = try Self.authentication(document)
    name = document["client_name"]?.string
    scopes = try Self.scopes(document)
  }

  private static func grantTypes(_ document: JSON, world: World) throws(OAuthRefusal) -> [String] {
    let known = GrantType.registrable.filter { $0.isOffered(in: world) }.map(\.rawValue)
    let grantTypes = try list(document, "grant_types", from: known) ?? [GrantType.authorizationCode.rawValue]
    guard grantTypes != [GrantType.refreshToken.rawValue] else {
      throw .invalidClientMetadata("grant_types must contain one that leads to a refresh token")
    }
    return grantTypes
  }

  /// RFC 7591 §2: only a client that is redirected to has to say where.
  private static func redirectURIs(
    _ document: JSON, native: Bool, needed: Bool
  ) throws(OAuthRefusal) -> [String] {
    if !needed, document["redirect_uris"] == nil { return [] }
    guard let uris = document["redirect_uris"]?.strings, !uris.isEmpty || !needed else {
      throw .invalidRedirectURI("redirect_uris must be an array of at least one URI")
    }
    for uri in uris {
      if let why = RedirectURIRule.violation(uri, native: native) { throw .invalidRedirectURI("\(uri): \(why)") }
    }
    return uris
  }

  private static func list(_ document: JSON, _ name: String, from known: [String]) throws(OAuthRefusal) -> [String]? {
    guard let value = document[name] else { return nil }
    guard let values = value.strings, !values.isEmpty, values.allSatisfy(known.contains) else {
      throw .invalidClientMetadata("\(name) must be taken from: \(known.joined(separator: ", "))")
    }
    return values
  }

  private static func authentication(_ document: JSON) throws(OAuthRefusal) -> ClientAuthenticationMethod {
    guard let value = document["token_endpoint_auth_method"] else { return .clientSecretBasic }
    guard let method = value.string.flatMap(ClientAuthenticationMethod.init) else {
      throw .invalidClientMetadata("token_endpoint_auth_method is not supported")
    }
    return method
  }

  private static func scopes(_ document: JSON) throws(OAuthRefusal) -> [Scope]? {
    guard let value = document["scope"] else { return nil }
    guard let scopes = value.string.flatMap(Scope.parse) else {
      throw .invalidClientMetadata("scope contains an unknown scope")
    }
    return scopes
  }

  func client(id: String, secret: String?) -> Client {
    Client(
      id: id, secret: secret, authentication: authentication, redirectURIs: redirectURIs, grantTypes: grantTypes,
      name: name ?? id, scopes: scopes)
  }

  /// RFC 7591 §3.2.1: everything that was registered, defaults included.
  func response(for client: Client, at now: Double) -> JSON {
    var members: [String: JSON] = [
      "client_id": .string(client.id), "client_id_issued_at": .integer(Int(now)),
      "redirect_uris": .strings(redirectURIs), "grant_types": .strings(grantTypes), "response_types": ["code"],
      "token_endpoint_auth_method": .string(authentication.rawValue), "application_type": .string(applicationType),
    ]
    members["client_name"] = name.map(JSON.string)
    members["scope"] = scopes.map { .string($0.text) }
    if let secret = client.secret {
      members["client_secret"] = .string(secret)
      members["client_secret_expires_at"] = 0
    }
    return .object(members)
  }
}
