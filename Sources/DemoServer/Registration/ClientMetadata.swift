/// What a client says about itself when it registers (RFC 7591 §2), after the rules of this server.
struct ClientMetadata: Sendable, Equatable {
  let redirectURIs: [String]
  let grantTypes: [String]
  let authentication: ClientAuthenticationMethod
  let keys: [JSONWebKey]
  let applicationType: String
  let name: String?
  let scopes: [Scope]?
  /// RFC 9449 §5.2; `nil` where nothing is known of it.
  let wantsBoundTokens: Bool?
  /// Members that are given back as they came.
  let echoed: [String: JSON]

  private static let echoedNames = [
    "client_uri", "contacts", "jwks", "logo_uri", "policy_uri", "software_id", "software_version", "tos_uri",
  ]

  init(_ document: JSON, world: World) throws(OAuthRefusal) {
    // RFC 7592 §2.2: null is as good as nothing.
    let document = JSON.object((document.object ?? [:]).filter { $0.value != .null })
    // OpenID Connect Dynamic Client Registration §2: omitted means "web", which may not use loopback redirects.
    applicationType = document["application_type"]?.string ?? "web"
    grantTypes = try Self.grantTypes(document, world: world)
    let needed = grantTypes.contains(GrantType.authorizationCode.rawValue)
    redirectURIs = try RedirectURIRule.registered(
      document, native: applicationType == "native", needed: needed, world: world)
    _ = try Self.list(document, "response_types", from: ["code"])
    let method = try Self.authentication(document)
    authentication = method == .clientSecretPost && world.has(.basicRegisteredForPost) ? .clientSecretBasic : method
    keys = try Self.keys(document, needed: authentication == .privateKeyJWT)
    name = document["client_name"]?.string
    scopes = try Self.scopes(document)
    let knowsBoundTokens = world.has(.dpop) || world.has(.dpopRequired)
    wantsBoundTokens = knowsBoundTokens ? document["dpop_bound_access_tokens"]?.bool : nil
    echoed = (document.object ?? [:]).filter { Self.echoedNames.contains($0.key) }
  }

  private static func grantTypes(_ document: JSON, world: World) throws(OAuthRefusal) -> [String] {
    let known = GrantType.registrable.filter { $0.isOffered(at: .demo, in: world) }.map(\.rawValue)
    let grantTypes = try list(document, "grant_types", from: known) ?? [GrantType.authorizationCode.rawValue]
    guard grantTypes != [GrantType.refreshToken.rawValue] else {
      throw .invalidClientMetadata("grant_types must contain one that leads to a refresh token")
    }
    // RFC 7591 §3.2.1: a server may register for less than it was asked for.
    return grantTypes.filter { type in
      !(type == GrantType.authorizationCode.rawValue && world.has(.codeNotRegistered))
        && !(type == GrantType.refreshToken.rawValue && world.has(.refreshNotRegistered))
    }
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

  /// RFC 7591 §2: a set that is sent has to be one; `jwks_uri` would make this server fetch something.
  private static func keys(_ document: JSON, needed: Bool) throws(OAuthRefusal) -> [JSONWebKey] {
    guard document["jwks_uri"] == nil else { throw .invalidClientMetadata("jwks_uri is not supported, jwks is") }
    guard document["jwks"] != nil || needed else { return [] }
    guard let keys = KeySet.keys(document["jwks"]) else {
      throw .invalidClientMetadata("jwks must be a key set with public keys of a kind that is supported")
    }
    return keys
  }

  private static func scopes(_ document: JSON) throws(OAuthRefusal) -> [Scope]? {
    guard let value = document["scope"] else { return nil }
    guard let scopes = value.string.flatMap(Scope.parse) else {
      throw .invalidClientMetadata("scope contains an unknown scope")
    }
    return scopes
  }

  /// As the answer has it: everything that was registered, defaults included (RFC 7591 §3.2.1).
  var members: [String: JSON] {
    var members = echoed
    members["redirect_uris"] = .strings(redirectURIs)
    members["grant_types"] = .strings(grantTypes)
    members["response_types"] = ["code"]
    members["token_endpoint_auth_method"] = .string(authentication.rawValue)
    members["application_type"] = .string(applicationType)
    members["client_name"] = name.map(JSON.string)
    members["dpop_bound_access_tokens"] = wantsBoundTokens.map(JSON.bool)
    members["scope"] = scopes.map { .string($0.text) }
    return members
  }
}
